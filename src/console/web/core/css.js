import {nothing} from 'lit';
import {directive, Directive} from 'lit/directive.js';

/**
 * Sets properties of an element's style by script, since the content security policy forbids the attribute `style`:
 * `<div ${css({height: '12px'})}>`.
 */
class StyleByScript extends Directive {
  render() {
    return nothing;
  }

  update(part, [properties]) {
    for (const [name, value] of Object.entries(properties)) {
      part.element.style.setProperty(name, value);
    }
    return nothing;
  }
}

export const css = directive(StyleByScript);
