package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.net.SSLUtils;

/** A job manager's REST interface. */
public final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http;
  private final String address;

  /**
   * The interface at {@code host:port}.
   *
   * @param flink says how clients connect, as Flink's own do: {@code security.ssl.rest}
   * @throws ClusterException if the certificates that it names cannot be used
   */
  public FlinkRest(String address, Configuration flink) {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    Optional<SSLContext> tls = tls(flink);
    tls.ifPresent(client::sslContext);
    this.http = client.build();
    this.address = (tls.isPresent() ? "https://" : "http://") + address;
  }

  private static Optional<SSLContext> tls(Configuration flink) {
    try {
      return Optional.ofNullable(SSLUtils.createRestSSLContext(flink, true));
    } catch (Exception unusable) {
      throw new ClusterException(
          "the certificates that security.ssl.rest of Flink's configuration names cannot be used: "
              + unusable.getMessage(),
          unusable);
    }
  }

  /** With the scheme. */
  public String url() {
    return address;
  }

  /**
   * What it answers.
   *
   * @throws IOException if it does not, or sends us elsewhere: it wants TLS
   */
  public JsonNode get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      Optional<String> elsewhere = answer.headers().firstValue("Location");
      if (elsewhere.isPresent()) {
        throw new IOException("it redirects to " + elsewhere.get());
      }
      return JSON.readTree(answer.body());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
