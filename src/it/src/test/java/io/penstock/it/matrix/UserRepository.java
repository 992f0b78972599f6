package io.penstock.it.matrix;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/**
 * The local Maven repository of a user: of {@code io.penstock} it has what this build has made, as {@code install} lays
 * it down, and nothing else. All other artifacts are those of the repository that this build uses, by links, so that
 * nothing is fetched twice; what applications need besides is fetched through the links into that repository.
 */
final class UserRepository {

    private static final Path OURS = Path.of("io", "penstock");
    private static final String PARENT = "penstock-parent";
    private static final String BOM = "penstock-bom";
    private static final String CODESTARTS = "-codestarts.jar";

    private final Path sources;
    private final Path folder;

    private UserRepository(Path sources, Path folder) {
        this.sources = sources;
        this.folder = folder;
    }

    /** @param sources the folder of this project, which is built */
    static Path create(Path sources, Path others, Path folder) throws IOException {
        forget(folder.resolve(OURS));
        Files.createDirectories(folder.resolve(OURS));
        link(others, folder, OURS.getName(0));
        link(others.resolve(OURS.getName(0)), folder.resolve(OURS.getName(0)), OURS.getName(1));
        new UserRepository(sources, folder).install();
        return folder;
    }

    private static void forget(Path earlier) throws IOException {
        if (Files.exists(earlier)) {
            try (Stream<Path> files = Files.walk(earlier)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void link(Path from, Path to, Path except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                var link = to.resolve(entry.getFileName());
                if (!entry.getFileName().equals(except) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, entry.toAbsolutePath());
                }
            }
        }
    }

    /** The parent, the list of versions, and what it lists: a user needs nothing more. */
    private void install() throws IOException {
        var root = parse(sources.resolve("pom.xml"));
        var version = child(root.getDocumentElement(), "version");
        var wanted = new HashSet<>(Set.of(BOM));
        var listed = parse(sources.resolve("src/bom/pom.xml")).getElementsByTagName("dependency");
        for (int i = 0; i < listed.getLength(); i++) {
            wanted.add(child((Element) listed.item(i), "artifactId"));
        }
        install(sources, PARENT, version);
        var modules = root.getElementsByTagName("module");
        for (int i = 0; i < modules.getLength(); i++) {
            var module = sources.resolve(modules.item(i).getTextContent());
            var artifact = child(parse(module.resolve("pom.xml")).getDocumentElement(), "artifactId");
            if (wanted.remove(artifact)) {
                install(module, artifact, version);
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalStateException(BOM + " lists what no module makes: " + wanted);
        }
    }

    private void install(Path module, String artifact, String version) throws IOException {
        var target = folder.resolve(OURS).resolve(artifact).resolve(version);
        var name = artifact + "-" + version;
        Files.createDirectories(target);
        Files.copy(module.resolve("pom.xml"), target.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        if (!artifact.equals(PARENT) && !artifact.equals(BOM)) {
            var jar = module.resolve("target").resolve(name + ".jar");
            if (!Files.exists(jar)) {
                throw new IllegalStateException(jar + " is missing: package the whole project first");
            }
            Files.copy(jar, target.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
            var codestarts = name + CODESTARTS;
            if (Files.exists(module.resolve("target").resolve(codestarts))) {
                Files.copy(
                        module.resolve("target").resolve(codestarts),
                        target.resolve(codestarts),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Document parse(Path pom) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " cannot be read", e);
        }
    }

    private static String child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent();
            }
        }
        throw new IllegalStateException(element.getNodeName() + " has no " + name);
    }
}
