import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import '@vaadin/grid';
import '@vaadin/grid/vaadin-grid-sort-column.js';
import '@vaadin/button';

/** Listeners: what they read, what they do, and what failed last. */
export class QwcPenstockListeners extends LitElement {
    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: flex; flex-direction: column; gap: 10px; padding: 10px; height: 100%; }
    `;

    static properties = { _listeners: { state: true } };

    connectedCallback() {
        super.connectedCallback();
        this._refresh();
        this._timer = setInterval(() => this._refresh(), 2000);
    }

    disconnectedCallback() {
        clearInterval(this._timer);
        super.disconnectedCallback();
    }

    render() {
        if (!this._listeners) {
            return html`<span>Loading listeners …</span>`;
        }
        return html`
            <vaadin-grid .items="${this._listeners}" theme="row-stripes wrap-cell-content">
                <vaadin-grid-sort-column path="name" header="Listener" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="source" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="concurrency" width="120px" flex-grow="0"></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="status" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-column path="lastError"></vaadin-grid-column>
                <vaadin-grid-column path="lastErrorAt" auto-width></vaadin-grid-column>
                <vaadin-grid-column header="" auto-width ${columnBodyRenderer(row => this._action(row), [])}>
                </vaadin-grid-column>
            </vaadin-grid>
        `;
    }

    _action(row) {
        return row.status === 'RUNNING'
            ? html`<vaadin-button theme="small" @click="${() => this._do('pauseListener', row)}">Pause</vaadin-button>`
            : html`<vaadin-button theme="small" @click="${() => this._do('startListener', row)}">Start</vaadin-button>`;
    }

    async _do(action, row) {
        await this.jsonRpc[action]({ name: row.name });
        this._refresh();
    }

    async _refresh() {
        this._listeners = (await this.jsonRpc.listeners()).result;
    }
}
customElements.define('qwc-penstock-listeners', QwcPenstockListeners);
