package io.penstock.quarkus.jta;

import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import org.jboss.tm.XAResourceWrapper;

import javax.transaction.xa.XAResource;

/**
 * Has Narayana write down that a record of its log is Penstock's. After a crash it then knows a branch of Penstock that
 * is prepared no longer as one that has ended; a record without a name would be tried, and complained about, for ever.
 * Records of other resources stay as they are. Made by Narayana.
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
