import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Loading} from '../core/loading.js';
import {count, name, visible} from '../core/format.js';
import {shownTab, tabs} from '../parts/tabs.js';

class Destination extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, async (signal) => {
      const {value, tag} = await api.getTagged(path`destinations/${this.name}`, {signal});
      return {...value, tag};
    });
  }

  get name() {
    return this.route.segments[1];
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  render() {
    return html`
      <header class="page"><h1><a class="up" href="#/destinations">Destinations</a> ${name(this.name)}</h1></header>
      ${this.loading.show((destination) => html`<p>${destination.kind}, ${count(destination.depth)} waiting</p>`)}`;
  }
}

customElements.define('page-destination', Destination);
