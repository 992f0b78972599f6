import {ConsoleElement, html, nothing} from '../core/element.js';
import {Hears, live} from '../core/live.js';
import {Problem} from '../core/api.js';
import {Keys} from '../core/keys.js';
import {router} from '../core/router.js';
import {session} from '../core/session.js';
import {setTheme, theme} from '../core/theme.js';
import {visible} from '../core/format.js';
import {pages, pageOf} from '../pages/index.js';
import {emptyView, problemView} from './problem.js';
import {showKeys} from './help.js';
import './login.js';

const STATES = {off: 'Not connected', connecting: 'Connecting', live: 'Live', lost: 'Connection lost',
  absent: 'Not live'};
const NEXT_THEME = {system: 'light', light: 'dark', dark: 'system'};

/** The frame of all pages: navigation, the state of the connection, the login form when it is needed. */
class Shell extends ConsoleElement {
  static properties = {isOpen: {state: true}, problem: {state: true}, failure: {state: true}, ready: {state: true}};

  constructor() {
    super();
    new Hears(this, router, {change: () => this.#routed()});
    new Hears(this, session, {change: () => this.requestUpdate()});
    new Hears(this, live, {state: () => this.requestUpdate(), overview: () => this.requestUpdate()});
    new Keys(this, [
      ['?', 'Show these keys', showKeys],
      ['/', 'Search', () => this.querySelector('main .search')?.focus()],
      ...pages.filter((page) => page.key).map((page) =>
        [`g ${page.key}`, `Go to ${page.title}`, () => router.go(page.path)])
    ]);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#begin();
    this.#routed();
  }

  async #begin() {
    try {
      this.problem = null;
      await session.load();
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #routed() {
    this.isOpen = false;
    const page = pageOf(router.route.segments);
    const isOther = page !== this.page;
    this.page = page;
    if (page && isOther) {
      this.ready = null;
      try {
        await page.load();
        this.failure = null;
      } catch {
        // The server has another version by now, whose files have other names.
        this.failure = new Problem({title: 'The page cannot be loaded', detail: 'Reload the console.'});
      }
    }
    if (this.page === page) {
      this.ready = page;
      const name = [...router.route.segments].reverse()[0];
      document.title = `${page?.title ?? visible(name)} · Penstock`;
      if (isOther && this.hasUpdated) {
        await this.updateComplete;
        this.querySelector('main')?.focus({preventScroll: true});
      }
    }
    this.requestUpdate();
  }

  render() {
    if (session.needsLogin) {
      return html`<main class="alone"><pen-login></pen-login></main>`;
    }
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>Skip to the page</a>
      <header class="top">
        <button class="menu" aria-expanded=${this.isOpen ? 'true' : 'false'} aria-controls="navigation"
          @click=${() => (this.isOpen = !this.isOpen)}>Menu</button>
        <a class="brand" href="#/overview" aria-label="Penstock, overview"><img src="console/icon.svg" alt="" width="22"
          height="22">Penstock</a>
        <span class="fill"></span>
        <span class="connection ${live.state}" role="status"><i aria-hidden="true"></i>${STATES[live.state]}</span>
        <button class="quiet" @click=${this.#turnTheme} title="Change the colours">${THEMES[theme()]}</button>
        <button class="quiet keys-button" @click=${showKeys} title="Keys" aria-label="Keys">?</button>
        ${session.me?.user ? html`
          <span class="user"><bdi>${visible(session.me.user)}</bdi></span>
          <button class="quiet" @click=${() => session.logout()}>Log out</button>` : nothing}
      </header>
      ${this.#banner()}
      <nav id="navigation" class=${this.isOpen ? 'side open' : 'side'} aria-label="Pages">
        ${pages.filter((page) => page.title).map((page) => this.#entry(page))}
        <p class="about">${session.me?.server
          ? html`${session.me.server.name ?? 'Penstock'} ${session.me.server.version}` : nothing}</p>
      </nav>
      <main id="main" tabindex="-1">${this.#content()}</main>`;
  }

  #entry(page) {
    const isHere = (router.route.segments[0] ?? 'overview') === page.path[0];
    const badge = page.badge?.(live.overview);
    return html`<a href=${'#/' + page.path.join('/')} aria-current=${isHere ? 'page' : 'false'}>${page.title}
      ${badge ? html`<span class="badge">${badge}</span>` : nothing}</a>`;
  }

  #content() {
    if (this.problem) {
      return problemView(this.problem, () => this.#begin());
    }
    if (this.failure) {
      return problemView(this.failure, () => location.reload());
    }
    if (!this.page) {
      return emptyView('There is no such page.', html`<a href="#/overview">Go to the overview</a>`);
    }
    return this.ready && session.me ? element(this.ready.tag, router.route) : nothing;
  }

  #banner() {
    if (live.state !== 'lost') {
      return nothing;
    }
    return html`<div class="banner"
      role="alert"><span>The connection to the server is lost: what is shown is not of now.</span>
      <button @click=${() => live.retry()}>Connect now</button></div>`;
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  #turnTheme() {
    setTheme(NEXT_THEME[theme()]);
    this.requestUpdate();
  }
}

const THEMES = {system: 'Auto', light: 'Light', dark: 'Dark'};

const shown = {};

/** The element of a page: one for each visit, which is told of further routes. */
function element(tag, route) {
  const key = `${tag} ${route.path}`;
  if (shown.key !== key) {
    shown.key = key;
    shown.element = document.createElement(tag);
  }
  shown.element.route = route;
  return shown.element;
}

customElements.define('pen-shell', Shell);
