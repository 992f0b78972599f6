package io.penstock.quarkus.jta;

import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import org.jboss.tm.XAResourceWrapper;

import javax.transaction.xa.XAResource;

/**
 * Writes the name of Penstock into the records of Narayana's log, and is made by Narayana. After a crash, Narayana then
 * knows when a prepared branch of Penstock has ended meanwhile; it would try a record without a name again and again,
 * with a warning each time. Records of other resources stay as they are.
 */
public final class NarayanaNames implements XAResourceRecordWrappingPlugin {

    private static final Integer NO_NUMBER = 0;

    @Override
    public void transcribeWrapperData(XAResourceRecord record) {
        if (record.value() instanceof XAResourceWrapper ours && NarayanaResources.NAME.equals(ours.getProductName())) {
            record.setProductName(ours.getProductName());
            record.setProductVersion(ours.getProductVersion());
            record.setJndiName(ours.getJndiName());
        }
    }

    @Override
    public Integer getEISName(XAResource resource) {
        return NO_NUMBER;
    }

    @Override
    public String getEISName(Integer number) {
        return "unknown";
    }
}
