package shop;

import io.penstock.TypedSender;
import io.penstock.listener.QueueListener;
import io.penstock.quarkus.SendsTo;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** By HTTP. */
@Path("/parcels")
public class Desk {

    public record Parcel(String name, int grams) {}

    public record Slip(String id) {}

    @Inject
    @SendsTo("heavy-parcels")
    TypedSender<Parcel> parcels;

    @Inject
    Diary diary;

    @POST
    public Slip take(Parcel parcel) {
        return new Slip(parcels.send(parcel).messageId());
    }

    @QueueListener("heavy-parcels")
    void weigh(Parcel parcel) {
        diary.write(parcel.name() + " of " + parcel.grams() + " g by HTTP");
    }
}
