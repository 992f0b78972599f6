import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { notifier } from 'notifier';
import '@vaadin/grid';
import '@vaadin/grid/vaadin-grid-sort-column.js';
import '@vaadin/button';
import '@vaadin/text-field';
import '@vaadin/text-area';

/** Destinations with what waits in them; a chosen one is browsed, and sent to. */
export class QwcPenstockDestinations extends LitElement {
    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: flex; flex-direction: column; gap: 10px; padding: 10px; height: 100%; }
        .send { display: flex; gap: 10px; align-items: end; }
        .problem { color: var(--lumo-error-text-color); }
        vaadin-grid { min-height: 200px; }
        code { white-space: pre-wrap; overflow-wrap: anywhere; }
    `;

    static properties = {
        _destinations: { state: true },
        _chosen: { state: true },
        _subscriptions: { state: true },
        _messages: { state: true },
        _problem: { state: true }
    };

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
        if (!this._destinations) {
            return html`<span>Loading destinations …</span>`;
        }
        return html`
            <vaadin-grid .items="${this._destinations}" theme="row-stripes"
                    @active-item-changed="${event => this._choose(event.detail.value)}">
                <vaadin-grid-sort-column path="name" header="Destination" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="kind" auto-width></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="partitions"></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="waiting"></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="scheduled"></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="acquired"></vaadin-grid-sort-column>
                <vaadin-grid-sort-column path="consumers"></vaadin-grid-sort-column>
                <vaadin-grid-column header="Problem" auto-width
                    ${columnBodyRenderer(row => html`<span class="problem">${row.problem}</span>`, [])}>
                </vaadin-grid-column>
            </vaadin-grid>
            ${this._chosen ? this._renderChosen() : html`<span>Choose a destination to browse it.</span>`}
        `;
    }

    _renderChosen() {
        return html`
            <h4>${this._chosen}</h4>
            ${this._problem ? html`<span class="problem">${this._problem}</span>` : ''}
            <div class="send">
                <vaadin-text-field id="key" label="Key"></vaadin-text-field>
                <vaadin-text-area id="body" label="Body"></vaadin-text-area>
                <vaadin-button theme="primary" @click="${() => this._send()}">Send</vaadin-button>
            </div>
            <vaadin-grid .items="${this._subscriptions ?? []}" all-rows-visible theme="row-stripes compact">
                <vaadin-grid-column path="name" header="Subscription" auto-width></vaadin-grid-column>
                <vaadin-grid-column path="waiting" header="Lag"></vaadin-grid-column>
                <vaadin-grid-column path="scheduled"></vaadin-grid-column>
                <vaadin-grid-column path="acquired"></vaadin-grid-column>
                <vaadin-grid-column path="consumers"></vaadin-grid-column>
                <vaadin-grid-column path="problem" auto-width></vaadin-grid-column>
            </vaadin-grid>
            <vaadin-grid .items="${this._messages ?? []}" theme="row-stripes wrap-cell-content">
                <vaadin-grid-column path="partition" width="90px" flex-grow="0"></vaadin-grid-column>
                <vaadin-grid-column path="offset" width="110px" flex-grow="0"></vaadin-grid-column>
                <vaadin-grid-column path="time" auto-width></vaadin-grid-column>
                <vaadin-grid-column path="key" auto-width></vaadin-grid-column>
                <vaadin-grid-column header="Body"
                    ${columnBodyRenderer(row => html`<code>${row.body}</code>`, [])}></vaadin-grid-column>
                <vaadin-grid-column path="headers"></vaadin-grid-column>
                <vaadin-grid-column path="id" auto-width></vaadin-grid-column>
            </vaadin-grid>
        `;
    }

    async _refresh() {
        this._destinations = (await this.jsonRpc.destinations()).result;
        if (this._chosen) {
            const destination = this._chosen;
            this._subscriptions = (await this.jsonRpc.subscriptions({ destination })).result;
            const found = (await this.jsonRpc.browse({ destination })).result;
            this._messages = found.messages;
            this._problem = found.problem;
        }
    }

    _choose(row) {
        if (row) {
            this._chosen = row.name;
            this._problem = undefined;
            this._refresh();
        }
    }

    async _send() {
        const key = this.shadowRoot.getElementById('key').value;
        const body = this.shadowRoot.getElementById('body').value;
        try {
            await this.jsonRpc.send({ destination: this._chosen, key, body });
            notifier.showSuccessMessage('Sent to ' + this._chosen);
        } catch (failure) {
            notifier.showErrorMessage(failure?.error?.message ?? 'The message was refused: the log says why.');
        }
        this._refresh();
    }
}
customElements.define('qwc-penstock-destinations', QwcPenstockDestinations);
