package io.dsd.job.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Java's own {@code keytool}, whose passwords go by the environment: command lines are public. */
final class KeyTool {

  private static final String PASSWORD = "DSD_KEYTOOL_PASSWORD";
  private static final String ALIAS = "dsd";

  private final String password;

  /** For stores with one password. */
  KeyTool(String password) {
    this.password = password;
  }

  /**
   * Makes a store with a new key and its certificate, signed by itself.
   *
   * @param name of who has the key
   * @param hosts names and addresses that the certificate is for
   * @param days that it is valid
   */
  void makeKey(Path store, String name, List<String> hosts, int days)
      throws IOException, InterruptedException {
    // RSA: Flink's cipher suites are for that by default
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", "RSA", "-keysize", "3072", "-dname"));
    arguments.add("CN=" + name + ",OU=dsd");
    arguments.addAll(List.of("-validity", Integer.toString(days)));
    if (!hosts.isEmpty()) {
      arguments.add("-ext");
      arguments.add(
          "san=" + hosts.stream().map(KeyTool::alternative).collect(Collectors.joining(",")));
    }
    run(store, arguments);
    OwnerOnly.restrict(store);
  }

  /** Writes the certificate of a store's key as a PEM file. */
  void exportCertificate(Path store, Path file) throws IOException, InterruptedException {
    run(store, List.of("-exportcert", "-rfc", "-file", file.toString()));
  }

  /** Makes a store that trusts the certificate in a PEM file. */
  void trust(Path store, Path file) throws IOException, InterruptedException {
    run(store, List.of("-importcert", "-noprompt", "-file", file.toString()));
    OwnerOnly.restrict(store);
  }

  /** Addresses have digits and dots, or colons. */
  private static String alternative(String host) {
    return (host.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + host;
  }

  private void run(Path store, List<String> arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(arguments);
    line.addAll(List.of("-alias", ALIAS, "-storetype", "PKCS12", "-keystore", store.toString()));
    line.addAll(List.of("-storepass:env", PASSWORD));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put(PASSWORD, password);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new CertificateException(
          "%s %s failed: %s".formatted(line.get(0), arguments.get(0), said.strip()));
    }
  }
}
