import {ConsoleElement, html, nothing} from '../core/element.js';
import {Problem} from '../core/api.js';
import {problemView} from './problem.js';
import {visible} from '../core/format.js';

/**
 * Asks before something is changed, does it, and shows what came of it. Answers the result, or undefined if nothing was
 * done.
 *
 * `title`: a question or what is made. `text`: what will happen, with counts. `fields`: a template with inputs, or a
 * function that returns one. `typed`: a name to be typed first. `action`: what the button says. `isDangerous`.
 * `run(form)`: does it; `form` is the `FormData` of the fields. `result(value)`: what came of it, to be read before the
 * dialog closes; without it the dialog closes at once. `isNotice`: there is nothing to be cancelled. `isWide`.
 */
export function ask(question) {
  const dialog = document.createElement('pen-dialog');
  dialog.question = question;
  document.body.append(dialog);
  return dialog.answer;
}

let titles = 0;

class Dialog extends ConsoleElement {
  static properties = {
    question: {attribute: false},
    typed: {state: true},
    isRunning: {state: true},
    problem: {state: true},
    done: {state: true}
  };

  constructor() {
    super();
    this.typed = '';
    this.titleId = `dialog-${++titles}`;
    this.answer = new Promise((resolve) => (this.resolve = resolve));
  }

  firstUpdated() {
    this.opener = document.activeElement;
    const dialog = this.querySelector('dialog');
    dialog.showModal();
    (dialog.querySelector('[autofocus], input, select, textarea') ?? dialog.querySelector('button.first'))?.focus();
  }

  render() {
    const {title, isWide} = this.question;
    return html`
      <dialog class=${isWide ? 'wide' : nothing} aria-labelledby=${this.titleId} @close=${this.#closed}
        @cancel=${(event) => this.isRunning && event.preventDefault()}>
        <form method="dialog" @submit=${this.#submit}>
          <h2 id=${this.titleId} dir="auto">${title}</h2>
          ${this.done ? this.#outcome() : this.#request()}
        </form>
      </dialog>`;
  }

  #request() {
    const {text, fields, typed, action = 'OK', isDangerous, isNotice} = this.question;
    return html`
      <div class="body">
        ${text ? html`<div class="text">${text}</div>` : nothing}
        ${typeof fields === 'function' ? fields(() => this.requestUpdate()) : fields ?? nothing}
        ${typed ? html`
          <label class="field"><span>Type <bdi class="name typed">${visible(typed)}</bdi> to go on</span>
            <input autofocus autocomplete="off" spellcheck="false" .value=${this.typed}
              @input=${(event) => (this.typed = event.target.value)}>
          </label>` : nothing}
        ${this.problem ? problemView(this.problem) : nothing}
      </div>
      <footer>
        ${isNotice ? nothing : html`<button type="button" class="first" ?disabled=${this.isRunning}
          @click=${this.#close}>Cancel</button>`}
        <button class="first ${isDangerous ? 'danger' : 'primary'}"
          ?disabled=${this.isRunning || (typed && this.typed !== typed)}>${this.isRunning ? 'Working …'
            : action}</button>
      </footer>`;
  }

  #outcome() {
    return html`
      <div class="body" role="status">${this.question.result(this.done.value)}</div>
      <footer><button type="button" class="primary close" @click=${this.#close}>Close</button></footer>`;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.isRunning || this.done) {
      return;
    }
    const form = new FormData(event.target);
    this.isRunning = true;
    this.problem = null;
    try {
      const value = await this.question.run(form);
      this.outcome = {value};
      if (this.question.result) {
        this.done = this.outcome;
        await this.updateComplete;
        this.querySelector('button.close')?.focus();
      } else {
        this.#close();
      }
    } catch (failure) {
      this.problem = failure instanceof Problem ? failure : new Problem({title: 'It failed', detail: failure.message});
    } finally {
      this.isRunning = false;
    }
  }

  #close() {
    this.querySelector('dialog').close();
  }

  #closed() {
    this.remove();
    this.opener?.focus?.();
    this.resolve(this.outcome?.value ?? (this.outcome ? true : undefined));
  }
}

customElements.define('pen-dialog', Dialog);
