import {ConsoleElement, html, nothing} from '../core/element.js';
import {Problem} from '../core/api.js';
import {session} from '../core/session.js';
import {problemView} from './problem.js';

class Login extends ConsoleElement {
  static properties = {problem: {state: true}, isAsking: {state: true}};

  firstUpdated() {
    this.querySelector('input')?.focus();
  }

  render() {
    return html`
      <form class="login" @submit=${this.#submit}>
        <img src="console/icon.svg" alt="" width="40" height="40">
        <h1>Log in to Penstock</h1>
        <label class="field">User <input name="user" autocomplete="username" required autocapitalize="none"
          spellcheck="false"></label>
        <label class="field">Password <input name="password" type="password" autocomplete="current-password"
          required></label>
        ${this.problem ? problemView(this.problem) : nothing}
        <button class="primary" ?disabled=${this.isAsking}>${this.isAsking ? 'Asking …' : 'Log in'}</button>
      </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.isAsking = true;
    this.problem = null;
    try {
      await session.login(form.get('user'), form.get('password'));
    } catch (failure) {
      this.problem = this.#said(failure);
      this.querySelector('input[name=password]').select();
    } finally {
      this.isAsking = false;
    }
  }

  #said(failure) {
    if (failure.status === 401) {
      return new Problem({title: 'Not logged in', detail: 'There is no user of this name with this password.'});
    }
    return failure instanceof Problem ? failure : new Problem({title: 'Not logged in', detail: failure.message});
  }
}

customElements.define('pen-login', Login);
