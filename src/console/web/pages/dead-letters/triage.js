import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path, Problem} from '../../core/api.js';
import {Loading} from '../../core/loading.js';
import {name, time, visible} from '../../core/format.js';
import {problemView} from '../../parts/problem.js';
import {toast} from '../../parts/toast.js';
import {STATUSES, actionText} from './statuses.js';

const MOST_OF_A_TIME = 1000;

/** The status and the note that people gave a letter, and who did what with it, as the database keeps them. */
class Triage extends ConsoleElement {
  static properties = {queue: {attribute: false}, letter: {attribute: false}, problem: {state: true}};

  constructor() {
    super();
    this.loading = new Loading(this, (signal) => this.#find(signal));
  }

  willUpdate(changed) {
    if (changed.has('letter')) {
      this.loading.load();
    }
  }

  /** The database numbers letters by itself: this one is found by when and where it died. */
  async #find(signal) {
    const {id, diedAt, origin} = this.letter;
    const died = new Date(diedAt).getTime();
    const {letters} = await api.get('triage/letters', {signal, query: {
      queue: this.queue, from: new Date(died).toISOString(), to: new Date(died + 1).toISOString(), limit: MOST_OF_A_TIME
    }});
    const found = letters.find((each) => each.messageId === id && each.destination === origin?.destination
      && each.subscription === origin?.subscription);
    return found ? api.get(path`triage/letters/${found.id}`, {signal}) : null;
  }

  render() {
    return html`<section class="card" aria-label="Status and note"><h2>Status and note</h2>
      ${this.loading.show((found) => (found ? this.#form(found)
        : html`<p class="faint">The database does not know it yet. <button class="quiet" @click=${() =>
          this.loading.load()}>Look again</button></p>`))}</section>`;
  }

  #form(found) {
    return html`
      <form class="triage" @submit=${(event) => this.#save(event, found)}>
        <label class="field">Status <select name="status">${STATUSES.map(([id, text]) => html`<option value=${id}
          ?selected=${id === found.status}>${text}</option>`)}</select></label>
        <label class="field">Note <textarea class="low" name="note" rows="2" maxlength="4000"
          .value=${found.note ?? ''}></textarea></label>
        <button>Save</button>
      </form>
      ${this.problem ? problemView(this.problem) : nothing}
      ${found.history?.length ? html`<ol class="history">${found.history.map((change) => html`
        <li><span>${visible(actionText(change.action))}${change.actor ? html` by ${name(change.actor)}`
          : nothing}${change.note ? html`: <bdi>${visible(change.note)}</bdi>` : nothing}</span>
          <span class="end">${time(change.at)}</span></li>`)}</ol>` : nothing}`;
  }

  async #save(event, found) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.problem = null;
    try {
      this.loading.value = await api.post(path`triage/letters/${found.id}`, {status: form.get('status'),
        note: form.get('note')});
      toast('Saved.');
    } catch (failure) {
      this.problem = failure instanceof Problem ? failure : new Problem({title: 'Not saved', detail: failure.message});
    }
    this.requestUpdate();
  }
}

customElements.define('letter-triage', Triage);
