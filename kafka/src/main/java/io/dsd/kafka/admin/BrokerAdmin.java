package io.dsd.kafka.admin;

import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection for administration, whose failures are told in words for users. */
public final class BrokerAdmin implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerAdmin.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final Duration patience;
  private final Advice advice;
  private final Admin admin;

  /**
   * Connects, waiting up to 30 seconds for each answer.
   *
   * @throws AdminException if the settings are not usable
   */
  public BrokerAdmin(KafkaOptions options) {
    this(options, PATIENCE);
  }

  BrokerAdmin(KafkaOptions options, Duration patience) {
    this.bootstrapServers = options.bootstrapServers();
    this.patience = patience;
    this.advice = new Advice(options);
    Properties properties = new ClientProperties(options).admin();
    properties.putIfAbsent("request.timeout.ms", Long.toString(patience.toMillis()));
    properties.putIfAbsent("default.api.timeout.ms", Long.toString(patience.toMillis()));
    try {
      this.admin = Admin.create(properties);
    } catch (KafkaException failure) {
      throw new AdminException(
          "no Kafka client could be made for '%s': %s"
              .formatted(bootstrapServers, advice.about(failure)),
          failure);
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin client() {
    return admin;
  }

  /**
   * The answer, or the reason why there is none as an {@link AdminException} about {@code doing}.
   */
  <T> T await(String doing, KafkaFuture<T> answer) {
    try {
      return answer.get(patience.toMillis() + 5_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new AdminException(
          "%s failed at the Kafka brokers '%s': %s"
              .formatted(doing, bootstrapServers, advice.about(failure.getCause())),
          failure.getCause());
    } catch (TimeoutException failure) {
      throw new AdminException(
          "%s: the Kafka brokers '%s' did not answer within %d s; %s"
              .formatted(doing, bootstrapServers, patience.toSeconds(), advice.silence()),
          failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new AdminException(doing + " was interrupted", interruption);
    }
  }

  /**
   * The settings of something; empty if the brokers do not tell this user, which is logged.
   *
   * @throws AdminException if there is another reason
   */
  Optional<Config> settings(String doing, ConfigResource resource) {
    try {
      return Optional.of(
          await(doing, admin.describeConfigs(List.of(resource)).values().get(resource)));
    } catch (AdminException refused) {
      if (refused.getCause() instanceof AuthorizationException) {
        LOG.warn("What they allow is not checked: {}", refused.getMessage());
        return Optional.empty();
      }
      throw refused;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
