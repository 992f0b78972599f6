package io.penstock.it.app;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.nio.file.Path;
import java.sql.SQLException;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;

/**
 * Takes a booking, stores it and confirms it, in one JTA transaction. A booking says which datasource it is stored by,
 * and where the process is to die: {@code xa:AFTER_DECISION}.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "destination", propertyValue = "bookings")
        })
public class BookingBean implements MessageListener {

    @Inject
    JMSContext jms;

    @Inject
    TransactionManager transactions;

    @Inject
    Instance<AgroalDataSource> local;

    @Inject
    @DataSource("xa")
    Instance<AgroalDataSource> distributed;

    @ConfigProperty(name = "it.crash-directory")
    Path directory;

    @Override
    public void onMessage(Message message) {
        try {
            String booking = message.getBody(String.class);
            int colon = booking.indexOf(':');
            var datasource = booking.startsWith("xa:") ? distributed.get() : local.get();
            book(booking, datasource, CrashPoint.valueOf(booking.substring(colon + 1)));
        } catch (JMSException | SQLException | SystemException | RollbackException e) {
            throw new IllegalStateException(e);
        }
    }

    private void book(String booking, AgroalDataSource datasource, CrashPoint crash)
            throws SQLException, SystemException, RollbackException {
        switch (crash) {
            case NONE -> {
                confirm(booking);
                store(booking, datasource);
            }
            case AFTER_PREPARE_OF_LOG -> {
                confirm(booking);
                crash(booking, false);
                store(booking, datasource);
            }
            case AFTER_PREPARE_OF_BOTH -> {
                confirm(booking);
                store(booking, datasource);
                crash(booking, false);
            }
            case AFTER_DECISION -> {
                crash(booking, true);
                confirm(booking);
                store(booking, datasource);
            }
            case AFTER_COMMIT_OF_LOG -> {
                confirm(booking);
                crash(booking, true);
                store(booking, datasource);
            }
            case AFTER_COMMIT_OF_DATABASE -> {
                store(booking, datasource);
                crash(booking, true);
                confirm(booking);
            }
        }
    }

    private void confirm(String booking) {
        jms.createProducer().send(jms.createQueue("confirmations"), booking);
    }

    private static void store(String booking, AgroalDataSource datasource) throws SQLException {
        try (var connection = datasource.getConnection();
                var insert = connection.prepareStatement(
                        "insert into stored_order (queue, number) values ('bookings', ?)")) {
            insert.setString(1, booking);
            insert.executeUpdate();
        }
    }

    private void crash(String booking, boolean inCommit) throws SystemException, RollbackException {
        var memory = directory.resolve(booking.replace(':', '-'));
        transactions.getTransaction().enlistResource(new CrashResource(memory.toString(), inCommit));
    }
}
