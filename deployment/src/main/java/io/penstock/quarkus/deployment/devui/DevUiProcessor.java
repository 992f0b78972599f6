package io.penstock.quarkus.deployment.devui;

import io.penstock.quarkus.devui.DevUiService;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;

/** Adds the card of the extension to the Dev UI. The pages are in {@code dev-ui}, and ask {@link DevUiService}. */
class DevUiProcessor {

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    CardPageBuildItem card() {
        var card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder()
                .title("Destinations")
                .icon("font-awesome-solid:layer-group")
                .componentLink("qwc-penstock-destinations.js")
                .dynamicLabelJsonRPCMethodName("destinationCount"));
        card.addPage(Page.webComponentPageBuilder()
                .title("Dead letters")
                .icon("font-awesome-solid:skull")
                .componentLink("qwc-penstock-dead-letters.js")
                .dynamicLabelJsonRPCMethodName("deadLetterCount"));
        card.addPage(Page.webComponentPageBuilder()
                .title("Listeners")
                .icon("font-awesome-solid:headphones")
                .componentLink("qwc-penstock-listeners.js")
                .dynamicLabelJsonRPCMethodName("listenerCount"));
        return card;
    }

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    JsonRPCProvidersBuildItem service() {
        return new JsonRPCProvidersBuildItem(DevUiService.class);
    }
}
