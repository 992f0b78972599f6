import {ConsoleElement, html, nothing} from '../../core/element.js';
import {count, name, plural, time, visible} from '../../core/format.js';
import {link} from '../../core/router.js';
import {emptyView} from '../../parts/problem.js';
import {both, diedBetween} from './filter.js';
import {reasonText} from './reasons.js';
import './timeline.js';
import '../../parts/table.js';

/** The dead letters of a queue, those that died of the same in one row. Dispatches `filter` with what was chosen. */
class Groups extends ConsoleElement {
  static properties = {queue: {attribute: false}, groups: {attribute: false}, filter: {attribute: false}};

  constructor() {
    super();
    this.columns = [
      {id: 'count', label: 'Letters', width: '6rem', align: 'end', render: (group) => html`<b>${count(group.count)}</b>`},
      {id: 'reason', label: 'Reason', width: '10.5rem', render: (group) => reasonText(group.reason)},
      {id: 'exception', label: 'Exception', width: '24%', render: exceptionOf},
      {id: 'description', label: 'Description of the last one', render: (group) => html`<bdi>${visible(group.description ?? '–')}</bdi>`},
      {id: 'first', label: 'First', width: '10.5rem', render: (group) => time(group.first)},
      {id: 'last', label: 'Last', width: '10.5rem', render: (group) => time(group.last)}
    ];
  }

  render() {
    const {groups, timeline, scanned, isWhole, others} = this.groups;
    return html`
      ${timeline.length ? html`<section class="card"><letters-timeline .spans=${timeline} .step=${stepOf(this.groups)}
        @span=${({detail}) => this.#choose(both(this.filter, diedBetween(detail.from, detail.to)), 'groups')}></letters-timeline></section>` : nothing}
      ${isWhole ? nothing : html`<div class="note" role="status"><span>There are more than can be read at once: these groups are made of the first ${plural(scanned, 'letter')}.
        A filter finds those behind.</span></div>`}
      <pen-table activates class="inner short" label="Groups of dead letters" .columns=${this.columns} .rows=${groups}
        .rowKey=${(group) => `${group.reason} ${group.exception}`} @activate=${({detail}) => this.#open(detail)}
        .empty=${this.filter ? emptyView('No dead letter is like that.', 'Change the filter, or remove it.')
          : emptyView('There are no dead letters.', html`Whatever comes will be shown here. <a href="#/dead-letters">All queues with dead letters</a>`)}></pen-table>
      ${others ? html`<p class="faint">${plural(others, 'letter')} of further groups are not listed.</p>` : nothing}`;
  }

  /** A group that no filter selects leads to the one that died last. */
  #open(group) {
    if (group.filter) {
      this.#choose(both(this.filter, group.filter), 'letters');
    } else {
      location.hash = link(['dead-letters', this.queue, String(group.sample.partition), String(group.sample.offset)]);
    }
  }

  #choose(filter, tab) {
    this.dispatchEvent(new CustomEvent('filter', {detail: {filter, tab}}));
  }
}

function exceptionOf({exception}) {
  if (!exception) {
    return html`<span class="faint">none</span>`;
  }
  return html`<span title=${visible(exception)}>${name(exception.split('.').pop())}</span>`;
}

/** Steps are as long as two of them lie apart; a single one has the length that the server says. */
function stepOf({timeline, step}) {
  if (timeline.length > 1) {
    return new Date(timeline[1].from) - new Date(timeline[0].from);
  }
  return typeof step === 'number' ? step * 1000 : 1000;
}

customElements.define('letters-groups', Groups);
