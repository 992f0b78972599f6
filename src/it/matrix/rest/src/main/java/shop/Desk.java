package shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** By HTTP. */
@Path("/parcels")
public class Desk {

    public record Parcel(String name, int grams) {}

    public record Slip(String id) {}

    @Inject
    Broker broker;

    @Inject
    ObjectMapper json;

    @Inject
    Diary diary;

    @POST
    public Slip take(Parcel parcel) throws JsonProcessingException {
        var receipt = broker.send(
                Message.to("heavy-parcels").body(json.writeValueAsString(parcel)).build());
        return new Slip(receipt.messageId());
    }

    @QueueListener("heavy-parcels")
    void weigh(Parcel parcel) {
        diary.write(parcel.name() + " of " + parcel.grams() + " g by HTTP");
    }
}
