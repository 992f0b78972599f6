import {LitElement} from 'lit';

/**
 * The base of all components. They have no shadow tree: the one style sheet holds for all of them, labels and
 * descriptions reach across components, and whoever tests the page finds everything in one document.
 */
export class ConsoleElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}

export {html, svg, nothing} from 'lit';
