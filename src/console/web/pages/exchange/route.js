import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path, Problem} from '../../core/api.js';
import {name, visible} from '../../core/format.js';
import {headersOf} from '../../core/headers.js';
import {link} from '../../core/router.js';
import {problemView} from '../../parts/problem.js';
import {conditionOf} from './words.js';

/** Asks where a message would go, without sending it. */
class Route extends ConsoleElement {
  static properties = {exchange: {attribute: false}, answer: {state: true}, problem: {state: true}, isAsking: {state: true}};

  render() {
    return html`
      <section class="card" aria-labelledby="route-title"><h2 id="route-title">Where would this message go?</h2>
        <form class="form" @submit=${this.#ask}>
          <div class="fields">
            <label class="field">Routing key <input name="routingKey" autocomplete="off" spellcheck="false"></label>
            <label class="field">Key <input name="key" autocomplete="off" spellcheck="false"></label>
          </div>
          <label class="field">Headers, one in each line <textarea name="headers" class="low" spellcheck="false" placeholder="country: de"></textarea></label>
          <div class="buttons"><button ?disabled=${this.isAsking}>Find out</button><span class="faint">Nothing is sent.</span></div>
        </form>
        <div role="status">${this.problem ? problemView(this.problem) : this.answer ? this.#answer(this.answer) : nothing}</div>
      </section>`;
  }

  #answer({destinations, discarded}) {
    if (destinations.length === 0) {
      return html`<p class="warn">${discarded ? 'Nowhere: it would be discarded.' : 'Nowhere: it would be refused.'}</p>`;
    }
    return html`<ul class="list">${destinations.map((each) => html`<li>
      <a href=${link(['destinations', each.destination])}>${name(each.destination)}</a>
      <span class="end">${each.alternate ? 'as the alternate: it matches no binding' : (each.bindings ?? []).map((binding) => html`<bdi class="mono">${visible(conditionOf(binding))}</bdi> `)}</span></li>`)}</ul>`;
  }

  async #ask(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.isAsking = true;
    this.problem = null;
    try {
      this.answer = await api.post(path`destinations/${this.exchange.name}/route`, {
        routingKey: form.get('routingKey') || undefined,
        key: form.get('key') || undefined,
        headers: headersOf(form.get('headers'))
      });
    } catch (failure) {
      this.answer = null;
      this.problem = failure instanceof Problem ? failure : new Problem({title: 'It cannot be said', detail: failure.message});
    } finally {
      this.isAsking = false;
    }
  }
}

customElements.define('exchange-route', Route);
