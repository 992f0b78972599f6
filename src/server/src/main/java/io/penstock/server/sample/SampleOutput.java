package io.penstock.server.sample;

import io.penstock.PlainText;
import picocli.CommandLine.Help.Ansi;

import java.io.PrintStream;

/**
 * Writes the output of a sample. Progress goes to standard output, unless that is to hold nothing but a result for
 * another program; then it goes to standard error.
 */
final class SampleOutput {

    private final PrintStream result;
    private final PrintStream problems;
    private final Console console;

    private SampleOutput(PrintStream result, PrintStream problems, Console console) {
        this.result = result;
        this.problems = problems;
        this.console = console;
    }

    static SampleOutput of(boolean json) {
        var stream = json ? System.err : System.out;
        return new SampleOutput(System.out, System.err, new Console(stream, Ansi.AUTO.enabled(), System::nanoTime));
    }

    Console console() {
        return console;
    }

    void result(String line) {
        result.println(line);
        result.flush();
    }

    void problem(String line) {
        console.clear();
        problems.println("penstock: " + PlainText.of(line));
    }
}
