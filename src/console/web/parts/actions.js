import {html} from 'lit';

/** The header of a column of buttons: nothing to be seen, but to be read out. */
export const actionsLabel = html`<span class="unseen">Actions</span>`;
