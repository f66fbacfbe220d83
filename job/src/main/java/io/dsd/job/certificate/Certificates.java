package io.dsd.job.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * A folder with the certificates of a Flink cluster: {@code cluster/} for its machines and {@code
 * client/} for those who submit. Both have a {@code config.yaml} of Flink with the settings.
 *
 * <p>Each certificate is signed by itself, and each side trusts exactly that of the other, so there
 * is no authority whose key could be lost.
 *
 * @param folder an absolute path
 */
public record Certificates(Path folder) {

  /** How long certificates are valid if nobody says otherwise. */
  public static final int DAYS = 365;

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");
  private static final int PASSWORD_BYTES = 18;

  /** Makes the path absolute. */
  public Certificates {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Makes the folder.
   *
   * @param hosts names and addresses by which clients know the job manager
   * @param days that the certificates are valid
   * @throws CertificateException if it exists, or the hosts are not usable
   */
  public static Certificates make(Path folder, List<String> hosts, int days)
      throws IOException, InterruptedException {
    check(folder, hosts, days);
    Certificates made = new Certificates(folder);
    OwnerOnly.directory(made.folder());
    OwnerOnly.directory(made.clusterFolder());
    OwnerOnly.directory(made.clientFolder());
    String ofCluster = password();
    String ofClient = password();
    KeyTool cluster = new KeyTool(ofCluster);
    KeyTool client = new KeyTool(ofClient);

    cluster.makeKey(made.internalKey(), "internal", List.of(), days);
    cluster.makeKey(made.restKey(), "rest", hosts, days);
    cluster.exportCertificate(made.restKey(), made.restCertificate());
    client.makeKey(made.clientKey(), "client", List.of(), days);
    Path clientCertificate = made.clusterFolder().resolve("client.pem");
    client.exportCertificate(made.clientKey(), clientCertificate);
    cluster.trust(made.clusterFolder().resolve("trust.p12"), clientCertificate);
    client.trust(made.clientFolder().resolve("trust.p12"), made.restCertificate());

    OwnerOnly.write(
        made.clusterFolder().resolve("config.yaml"),
        """
        # to be added to config.yaml of every job manager and task manager
        security.ssl.internal.enabled: true
        security.ssl.internal.keystore: %1$s
        security.ssl.internal.keystore-password: %2$s
        security.ssl.internal.key-password: %2$s
        security.ssl.internal.truststore: %1$s
        security.ssl.internal.truststore-password: %2$s
        security.ssl.internal.keystore-type: PKCS12
        security.ssl.internal.truststore-type: PKCS12
        """
                .formatted(quoted(made.internalKey()), ofCluster)
            + rest(made.restKey(), made.clusterFolder().resolve("trust.p12"), ofCluster));
    OwnerOnly.write(
        made.clientFolder().resolve("config.yaml"),
        "# for those who submit: FLINK_CONF_DIR of Flink's tools, --flink-conf of dsd\n"
            + rest(made.clientKey(), made.clientFolder().resolve("trust.p12"), ofClient));
    return made;
  }

  private static void check(Path folder, List<String> hosts, int days) {
    if (Files.exists(folder)) {
      throw new CertificateException(
          folder + ": exists already; remove it, or name another folder: nothing is overwritten");
    }
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new CertificateException(
            "--host: '%s' is not allowed; give a host name or an address".formatted(host));
      }
    }
    if (days < 1) {
      throw new CertificateException(
          "--days: '%d' is not allowed; give a whole number, 1 or more".formatted(days));
    }
  }

  private static String rest(Path key, Path trust, String password) {
    return """
    security.ssl.rest.enabled: true
    security.ssl.rest.authentication-enabled: true
    security.ssl.rest.keystore: %1$s
    security.ssl.rest.truststore: %2$s
    security.ssl.rest.keystore-password: %3$s
    security.ssl.rest.key-password: %3$s
    security.ssl.rest.truststore-password: %3$s
    security.ssl.rest.keystore-type: PKCS12
    security.ssl.rest.truststore-type: PKCS12
    """
        .formatted(quoted(key), quoted(trust), password);
  }

  /** A path may hold anything. */
  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  /** A new one that nobody can guess. */
  public static String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What the machines of the cluster need. */
  public Path clusterFolder() {
    return folder.resolve("cluster");
  }

  /** What those who submit need. */
  public Path clientFolder() {
    return folder.resolve("client");
  }

  /** Lines for the configuration of Flink's processes. */
  public String clusterLines() throws IOException {
    return Files.readString(clusterFolder().resolve("config.yaml"));
  }

  /** What Flink's processes are told. */
  public Configuration cluster() {
    return GlobalConfiguration.loadConfiguration(clusterFolder().toString());
  }

  /** What Flink's clients are told. */
  public Configuration client() {
    return GlobalConfiguration.loadConfiguration(clientFolder().toString());
  }

  /** The certificate that the job manager shows to clients, as PEM. */
  public Path restCertificate() {
    return clientFolder().resolve("rest.pem");
  }

  private Path restKey() {
    return clusterFolder().resolve("rest.p12");
  }

  private Path internalKey() {
    return clusterFolder().resolve("internal.p12");
  }

  private Path clientKey() {
    return clientFolder().resolve("client.p12");
  }
}
