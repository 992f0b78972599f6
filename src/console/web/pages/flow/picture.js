import {svg} from 'lit';
import {ConsoleElement, html} from '../../core/element.js';
import {css} from '../../core/css.js';
import {rate, visible} from '../../core/format.js';
import {layout, NODE, wayOf} from './layout.js';
import {kindOf, pageOf, summary} from './words.js';

/** So much smaller than it is drawn it may be shown, if that saves scrolling. */
const SMALLEST = 0.72;

/** So many characters of a name have room in a node. */
const MOST_CHARACTERS = 24;

/** A picture of who sends where and who reads it. What has a page is a link to it. */
class Picture extends ConsoleElement {
  static properties = {flow: {attribute: false}, near: {state: true}};

  willUpdate(changed) {
    if (changed.has('flow')) {
      this.drawn = layout(this.flow);
    }
  }

  render() {
    const {nodes, edges, width, height} = this.drawn;
    const size = {width: `${width}px`, 'min-width': `${Math.round(width * SMALLEST)}px`};
    return html`<div class="picture" tabindex="0" role="group" aria-label="Picture: ${summary(this.flow)}">
      <svg viewBox="0 0 ${width} ${height}" ${css(size)}>
        <g aria-hidden="true">${edges.map((edge) => this.#edge(edge))}</g>
        ${nodes.map((node) => this.#node(node))}
        <g aria-hidden="true">${edges.filter((edge) => edge.rate > 0).map((edge) => this.#rate(edge))}</g>
      </svg></div>`;
  }

  /** The more messages, the broader; but a hundred times as many are only a few pixels more. */
  #edge(edge) {
    const isNear = this.near === edge.from || this.near === edge.to;
    return svg`<path
      class="way ${edge.kind}${isNear ? ' near' : ''}${edge.rate === 0 ? ' still' : ''}" d=${wayOf(edge).path}
      stroke-width=${(1.2 + Math.log10(1 + (edge.rate ?? 0)) * 1.4).toFixed(1)}></path>`;
  }

  #rate(edge) {
    const {x, y} = wayOf(edge);
    return svg`<text class="rate" x=${x} y=${y - 5} text-anchor="middle">${rate(edge.rate)}/s</text>`;
  }

  #node(node) {
    const page = pageOf(node);
    const point = {enter: () => (this.near = node.id), leave: () => (this.near = null)};
    const content = svg`<title>${visible(node.name)}, ${kindOf(node)}</title>
      <rect width=${NODE.width} height=${NODE.height} rx="6"></rect>
      <svg width=${NODE.width - 8} height=${NODE.height}><text
        class="name" x="10" y="18">${shortened(visible(node.name))}</text>
        <text class="kind" x="10" y="34">${kindOf(node)}</text></svg>`;
    return svg`<g
      class="node ${node.kind} ${node.destinationKind?.toLowerCase() ?? ''}" transform="translate(${node.x} ${node.y})"
      @pointerenter=${point.enter} @pointerleave=${point.leave} @focusin=${point.enter} @focusout=${point.leave}>
      ${page ? svg`<a href=${page} aria-label="${visible(node.name)}, ${kindOf(node)}">${content}</a>` : content}</g>`;
  }
}

function shortened(text) {
  const characters = [...text];
  return characters.length > MOST_CHARACTERS ? characters.slice(0, MOST_CHARACTERS - 1).join('') + '…' : text;
}

customElements.define('flow-picture', Picture);
