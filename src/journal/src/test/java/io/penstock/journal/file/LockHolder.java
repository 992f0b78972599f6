package io.penstock.journal.file;

import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.young.Journals;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that has a journal open until it is killed. */
final class LockHolder {

    static final String READY = "locked";

    private LockHolder() {}

    public static void main(String[] args) throws Exception {
        var journal = Journals.open(Path.of(args[0]));
        journal.appendAndWait(TestAppend.record(false, 0, "held"));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
