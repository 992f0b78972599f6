import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { notifier } from 'notifier';
import '@vaadin/grid';
import '@vaadin/grid/vaadin-grid-sort-column.js';
import '@vaadin/button';
import '@vaadin/details';

/** Dead letters of all queues: why they died, and how they are put back. */
export class QwcPenstockDeadLetters extends LitElement {
    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: flex; flex-direction: column; gap: 10px; padding: 10px; height: 100%; }
        code { white-space: pre-wrap; overflow-wrap: anywhere; }
    `;

    static properties = { _letters: { state: true } };

    connectedCallback() {
        super.connectedCallback();
        this._refresh();
    }

    render() {
        if (!this._letters) {
            return html`<span>Loading dead letters …</span>`;
        }
        if (this._letters.length === 0) {
            return html`<span>There are no dead letters.</span>`;
        }
        return html`
            <vaadin-grid .items="${this._letters}" theme="row-stripes wrap-cell-content">
                <vaadin-grid-sort-column path="time" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="origin" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="reason" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="attempts" width="100px" flex-grow="0"></vaadin-grid-sort-column>
                <vaadin-grid-column header="Failure" ${columnBodyRenderer(row => this._failure(row), [])}>
                </vaadin-grid-column>
                <vaadin-grid-column header="Body"
                    ${columnBodyRenderer(row => html`<code>${row.body}</code>`, [])}></vaadin-grid-column>
                <vaadin-grid-sort-column path="queue" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-column header="" auto-width ${columnBodyRenderer(row => this._actions(row), [])}>
                </vaadin-grid-column>
            </vaadin-grid>
        `;
    }

    _failure(row) {
        return row.stackTrace
            ? html`<vaadin-details summary="${row.description} ${row.exception}"><code>${row.stackTrace}</code></vaadin-details>`
            : html`<span>${row.description}</span>`;
    }

    _actions(row) {
        return html`
            <vaadin-button theme="small" @click="${() => this._do('redrive', row)}">Redrive</vaadin-button>
            <vaadin-button theme="small error" @click="${() => this._do('discard', row)}">Discard</vaadin-button>
        `;
    }

    async _do(action, row) {
        try {
            await this.jsonRpc[action]({ queue: row.queue, id: row.id });
            notifier.showSuccessMessage(action + ' of ' + row.id + ' has begun');
        } catch (failure) {
            notifier.showErrorMessage(failure?.error?.message ?? 'That was refused: the log says why.');
        }
        setTimeout(() => this._refresh(), 300);
    }

    async _refresh() {
        this._letters = (await this.jsonRpc.deadLetters()).result;
    }
}
customElements.define('qwc-penstock-dead-letters', QwcPenstockDeadLetters);
