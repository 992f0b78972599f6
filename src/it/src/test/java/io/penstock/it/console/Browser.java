package io.penstock.it.console;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Chromium without a window, as Debian has it. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private static final int MOST_TABS = 20;

    private final ChromeDriver driver;
    private final String server;

    private Browser(ChromeDriver driver, String server) {
        this.driver = driver;
        this.server = server;
    }

    /** Opens it. Without a browser the test is skipped, or fails where {@code CI} is set. */
    static Browser open(String server) {
        boolean isThere = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        String missing = "There is no browser: apt-get install chromium chromium-driver";
        if (!isThere && Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        Assumptions.assumeTrue(isThere, missing);
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        var driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1280, 900));
        return new Browser(driver, server);
    }

    /** Shows it in the dark theme, or in the light one. */
    void theme(String name) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    /** Goes to a page of the console, and waits until it shows what it is for. */
    void visit(String page) {
        driver.get(server + "/#/" + page);
        until("main h1");
        awaitNo(".skeleton");
    }

    /** Waits until there is such an element. */
    WebElement until(String selector) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(driver.findElements(By.cssSelector(selector)))
                        .as(selector)
                        .isNotEmpty());
        return driver.findElement(By.cssSelector(selector));
    }

    void awaitNo(String selector) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(driver.findElements(By.cssSelector(selector)))
                        .as(selector)
                        .isEmpty());
    }

    /** Waits until the page shows that text. */
    void awaitText(String text) {
        await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(text()).contains(text));
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        for (var key : keys) {
            new Actions(driver).sendKeys(key).perform();
        }
    }

    /** Goes on by the tabulator until what has the focus is of that type. */
    void tabTo(String type) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (type.equals(driver.switchTo().activeElement().getDomProperty("type"))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("The focus did not come to " + type + ".");
    }

    /** What a tool for accessibility has against the page that is serious. */
    List<String> barriers() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                        .map(Browser::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    /** What the browser complained of since it was asked last, such as scripts that fail or are forbidden. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
