import {html, nothing} from 'lit';
import {plural, time, times, visible} from '../../core/format.js';
import {toast} from '../../parts/toast.js';
import {reasonMeaning, reasonText} from './reasons.js';

/** Why a message died: the first thing that one wants to know. */
export function causeView({reason, description, exception, rootCause}) {
  if (!reason) {
    return html`<div class="note"><span>It did not die: somebody sent it to this queue.</span></div>`;
  }
  return html`
    <section class="card cause" aria-label="Cause">
      <h2><span class="bad">${reasonText(reason)}</span></h2>
      <p class="faint">${reasonMeaning(reason)}</p>
      ${description ? html`<p class="said" dir="auto">${visible(description)}</p>` : nothing}
      <dl class="facts wide">
        ${exception ? html`<div><dt>Exception</dt><dd class="mono" dir="auto">${visible(exception)}</dd></div>`
          : nothing}
        ${rootCause && rootCause !== exception ? html`<div><dt>Root cause</dt><dd class="mono"
          dir="auto">${visible(rootCause)}</dd></div>` : nothing}
      </dl>
    </section>`;
}

/** What happened to it, as far as it is known: each run is counted, and not recorded by itself. */
export function historyView({timestamp, diedAt, attempts, deliveries, redrives, expiresAt}) {
  return html`
    <section class="card" aria-label="History of attempts"><h2>History of attempts</h2>
      <ol class="history">
        <li><span>Sent</span><span class="end">${time(timestamp)}</span></li>
        ${redrives ? html`<li><span>Put back ${times(redrives)} after it had died</span></li>` : nothing}
        ${diedAt ? html`
          <li><span>Handed out ${times(deliveries)}${redrives ? ' since then' : ''}; 
            ${plural(attempts, 'run')} failed</span></li>
          <li><span class="bad">Became a dead letter</span><span class="end">${time(diedAt)}</span></li>` : nothing}
        ${expiresAt ? html`<li><span>Expires</span><span class="end">${time(expiresAt)}</span></li>` : nothing}
      </ol></section>`;
}

export function stackView({stackTrace}) {
  if (!stackTrace) {
    return nothing;
  }
  return html`
    <section class="card"><h2>Stack trace <button type="button" class="quiet" @click=${() =>
      copy(stackTrace)}>Copy</button></h2>
      <div class="long" tabindex="0" role="region" aria-label="Stack trace"><pre dir="ltr">${stackTrace.trimEnd()
        .split(/\r?\n/).map(lineView)}</pre></div>
    </section>`;
}

/** Frames are faint, so that what was thrown, and by what, stands out. */
function lineView(line) {
  const isFrame = /^\s/.test(line) && !/^\s*(Caused by|Suppressed):/.test(line);
  return html`<span class=${isFrame ? 'frame' : 'head'}>${visible(line.replace(/\t/g, '    '))}\n</span>`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.');
  } catch {
    toast('The browser does not allow to copy. Select the text instead.');
  }
}
