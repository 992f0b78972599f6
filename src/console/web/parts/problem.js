import {html, nothing} from 'lit';
import {visible} from '../core/format.js';

/** A refusal or a failure, with what the server says about it, and a way to try again. */
export function problemView(problem, again) {
  if (problem.isNoEndpoint) {
    return html`<div class="note"
      role="status"><strong>Not known.</strong> <span>This server has no such endpoint.</span></div>`;
  }
  return html`
    <div class="problem" role="alert">
      <strong>${visible(problem.title)}</strong>
      <span dir="auto">${visible(problem.detail)}</span>
      ${problem.retryAfter ? html`<span>Try again in ${problem.retryAfter} s.</span>` : nothing}
      ${again ? html`<button class="quiet" type="button" @click=${again}>Try again</button>` : nothing}
    </div>`;
}

/** What a list without entries says: that it is empty, and what to do. */
export function emptyView(title, hint = nothing) {
  return html`<div class="empty"><strong>${title}</strong><p>${hint}</p></div>`;
}
