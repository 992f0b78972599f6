package io.penstock.quarkus.link;

import io.penstock.quarkus.config.Setting;
import io.penstock.remote.TlsOptions;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Reads what both ends of a connection are configured with. */
final class LinkSettings {

    /** The shortest key that cannot be guessed. */
    private static final int MIN_KEY_BYTES = 16;

    private LinkSettings() {}

    /**
     * @throws io.penstock.PenstockException.InvalidConfiguration if it is no Base64 or too short; its message never
     *     tells the key
     */
    static byte[] key(Setting setting, String base64) {
        try {
            var key = Base64.getDecoder().decode(base64);
            if (key.length >= MIN_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without a part of the key.
        }
        throw setting.wrong(
                "(not shown)",
                "write " + MIN_KEY_BYTES + " random bytes or more in Base64, as 'openssl rand -base64 32' does.");
    }

    /** A file with keys or certificates, whose password has to be there with it. */
    static TlsOptions.Store store(Setting setting, Optional<Path> file, Optional<String> password) {
        var passwordSetting = new Setting(setting.property() + "-password");
        if (file.isEmpty()) {
            if (password.isPresent()) {
                throw passwordSetting.wrong("(not shown)", "name the file by " + setting.property() + ".");
            }
            return null;
        }
        return new TlsOptions.Store(
                file.get(),
                password.orElseThrow(
                        () -> setting.wrong(file.get(), "say its password by " + passwordSetting.property() + ".")));
    }
}
