import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path, Problem} from '../../core/api.js';
import {name, plural, visible} from '../../core/format.js';
import {headersOf} from '../../core/headers.js';
import {link} from '../../core/router.js';
import {problemView} from '../../parts/problem.js';
import {conditionOf} from './words.js';

/** Asks where a message would go, without sending it. */
class Route extends ConsoleElement {
  static properties = {exchange: {attribute: false}, answer: {state: true}, problem: {state: true},
    isAsking: {state: true}};

  render() {
    return html`
      <section class="card" aria-labelledby="route-title"><h2 id="route-title">Where would this message go?</h2>
        <form class="form" @submit=${this.#ask}>
          <div class="fields">
            <label class="field">Routing key <input name="routingKey" autocomplete="off" spellcheck="false"></label>
            <label class="field">Key <input name="key" autocomplete="off" spellcheck="false"></label>
          </div>
          <label class="field">Headers, one in each line <textarea name="headers" class="low" spellcheck="false"
            placeholder="country: de"></textarea></label>
          <div class="buttons"><button ?disabled=${this.isAsking}>Find out</button><span
            class="faint">Nothing is sent.</span></div>
        </form>
        <div role="status">${this.problem ? problemView(this.problem) : this.answer ? this.#answer(this.answer)
          : nothing}</div>
      </section>`;
  }

  #answer({destinations, steps}) {
    const {unroutable} = this.exchange.exchange;
    if (destinations.length === 0) {
      return html`<p class="warn">Nowhere: it would be ${unroutable === 'DISCARD' ? 'discarded' : 'refused'}.</p>`;
    }
    return html`<p>To ${plural(destinations.length, 'destination')}:</p>
      <ul class="list">${destinations.map((each) => html`<li>
        <a href=${link(['destinations', each])}>${name(each)}</a><span
          class="end ways">${this.#ways(each, steps)}</span></li>`)}</ul>`;
  }

  /** Why it would get there: the last step, and the exchange of it if another one is between. */
  #ways(destination, steps) {
    return steps.filter((step) => step.destination === destination).map((step) => html`<span>
      ${step.exchange === this.exchange.name ? nothing : html`through ${name(step.exchange)}: `}${step.binding
        ? html`<bdi class="mono">${visible(conditionOf(step.binding))}</bdi>${step.binding.filter
          ? html` and <bdi class="mono">${visible(step.binding.filter)}</bdi>` : nothing}`
        : 'as the alternate, since no binding matches'}</span>`);
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
      this.problem = failure instanceof Problem ? failure : new Problem({title: 'It cannot be said',
        detail: failure.message});
    } finally {
      this.isAsking = false;
    }
  }
}

customElements.define('exchange-route', Route);
