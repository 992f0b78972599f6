import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path, Problem} from '../../core/api.js';
import {name, plural, visible} from '../../core/format.js';
import {may} from '../../core/session.js';
import {ask} from '../../parts/dialog.js';
import {problemView} from '../../parts/problem.js';
import {toast} from '../../parts/toast.js';
import {changesOf, fieldsOf, requestOf} from './policies.js';

/**
 * The policies of a destination. What is changed is shown before it is saved, and saved only if nobody else has changed
 * it.
 */
class Settings extends ConsoleElement {
  static properties = {destination: {attribute: false}, edited: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.edited = {};
  }

  render() {
    const fields = fieldsOf(this.destination);
    const isManager = may(this.destination, 'manage');
    const changes = changesOf(fields, this.edited);
    return html`
      <form class="card form" @submit=${(event) => this.#review(event, changes)}>
        <div class="fields">${fields.map((field) => this.#field(field, isManager))}</div>
        ${this.problem ? problemView(this.problem) : nothing}
        ${isManager ? html`<div class="buttons">
          <button class="primary" ?disabled=${changes.length === 0}>Review ${changes.length === 0 ? 'changes'
            : plural(changes.length, 'change')} …</button>
          ${changes.length ? html`<button type="button" class="quiet" @click=${() => (this.edited = {})}>Undo</button>`
            : nothing}</div>` : nothing}
      </form>`;
  }

  #field(field, isManager) {
    const value = this.edited[field.id] ?? field.value;
    const isChanged = value !== field.value;
    const edit = (event) => (this.edited = {...this.edited, [field.id]: event.target.value});
    return html`<label class="field ${isChanged ? 'changed' : ''}">${field.label}
      ${field.options
        ? html`<select name=${field.id} ?disabled=${!isManager || field.isFixed} @change=${edit} .value=${value}>
            ${field.options.map((option) => html`<option value=${option}
              ?selected=${option === value}>${option}</option>`)}</select>`
        : html`<input name=${field.id} ?disabled=${!isManager || field.isFixed} .value=${value} @input=${edit}
          autocomplete="off" spellcheck="false"
            inputmode=${field.isNumber ? 'numeric' : 'text'}>`}
      <small>${field.hint}</small></label>`;
  }

  async #review(event, changes) {
    event.preventDefault();
    this.problem = null;
    let request;
    try {
      request = requestOf(this.destination, changes);
    } catch (failure) {
      this.problem = new Problem({title: 'Not valid', detail: failure.message});
      return;
    }
    const saved = await ask({
      title: html`Change ${name(this.destination.name)}?`,
      text: difference(changes),
      action: 'Save',
      isWide: true,
      run: () => api.patch(path`destinations/${this.destination.name}`, request,
        {headers: {'If-Match': this.destination.tag}})
    });
    if (saved) {
      this.edited = {};
      toast(`${this.destination.name} is changed.`);
      this.dispatchEvent(new Event('changed'));
    }
  }
}

/** What was and what will be, line by line. */
function difference(changes) {
  return html`<table class="difference">
    <thead><tr><th scope="col">Setting</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
    <tbody>${changes.map(({label, before, after}) => html`<tr><th scope="row">${label}</th>
      <td><del>${visible(before) || 'not set'}</del></td><td><ins>${visible(after)
        || 'not set'}</ins></td></tr>`)}</tbody></table>`;
}

customElements.define('destination-settings', Settings);
