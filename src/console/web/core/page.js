import {ConsoleElement} from './element.js';

/** The base of all pages: `route` is the address that they show, `parameter(name)` a part of its query. */
export class Page extends ConsoleElement {
  static properties = {route: {attribute: false}};

  parameter(name, otherwise = '') {
    return this.route.query.get(name) ?? otherwise;
  }
}

export {html, nothing} from 'lit';
