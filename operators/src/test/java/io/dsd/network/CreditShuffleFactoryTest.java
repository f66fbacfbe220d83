package io.dsd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.io.network.NettyShuffleEnvironment;
import org.apache.flink.runtime.io.network.TaskEventDispatcher;
import org.apache.flink.runtime.shuffle.ShuffleEnvironmentContext;
import org.apache.flink.runtime.shuffle.ShuffleServiceLoader;
import org.apache.flink.runtime.shuffle.ShuffleServiceOptions;
import org.apache.flink.runtime.taskmanager.NettyShuffleEnvironmentConfiguration;
import org.apache.flink.util.concurrent.ScheduledExecutorServiceAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreditShuffleFactoryTest {

  @TempDir private Path directory;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
  private final Configuration configuration = new Configuration();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private ShuffleEnvironmentContext context(boolean local) {
    return new ShuffleEnvironmentContext(
        configuration,
        new ResourceID("slice-0"),
        MemorySize.ofMebiBytes(4),
        local,
        InetAddress.getLoopbackAddress(),
        1,
        new String[] {directory.toString()},
        new TaskEventDispatcher(),
        new UnregisteredMetricsGroup(),
        executor,
        new ScheduledExecutorServiceAdapter(executor));
  }

  @Test
  void aChannelHasTenBuffersOfItsOwnAndAnOperatorNeedsNoMoreThanTwoChannels() {
    assertBuffers(10, 21);
  }

  @Test
  void bothCanBeConfigured() {
    configuration.set(CreditShuffleFactory.BUFFERS_PER_CHANNEL, 4);
    configuration.set(
        NettyShuffleEnvironmentOptions.NETWORK_READ_MAX_REQUIRED_BUFFERS_PER_GATE, 50);
    assertBuffers(4, 50);
  }

  private void assertBuffers(int ofAChannel, int neededByAnOperator) {
    NettyShuffleEnvironmentConfiguration network = CreditShuffleFactory.configure(context(false));
    assertThat(network.networkBuffersPerChannel()).isEqualTo(ofAChannel);
    assertThat(network.maxRequiredBuffersPerGate()).hasValue(neededByAnOperator);
  }

  @Test
  void fewerThanFlinkHasIsNotAllowed() {
    configuration.set(CreditShuffleFactory.BUFFERS_PER_CHANNEL, 1);
    assertThatThrownBy(() -> CreditShuffleFactory.configure(context(false)))
        .isInstanceOf(IllegalConfigurationException.class)
        .hasMessage(
            "taskmanager.network.memory.buffers-per-channel: '1' is not allowed; give 2, which is"
                + " Flink's own number, or more");
  }

  @Test
  void allElseIsAsFlinkHasIt() {
    configuration.set(CreditShuffleFactory.BUFFERS_PER_CHANNEL, 2);
    configuration.set(NettyShuffleEnvironmentOptions.NETWORK_READ_MAX_REQUIRED_BUFFERS_PER_GATE, 5);
    configuration.set(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, 7);
    configuration.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("64k"));
    ShuffleEnvironmentContext context = context(true);
    NettyShuffleEnvironmentConfiguration flinks =
        NettyShuffleEnvironmentConfiguration.fromConfiguration(
            configuration,
            context.getNetworkMemorySize(),
            context.isLocalCommunicationOnly(),
            context.getHostAddress());
    assertThat(CreditShuffleFactory.configure(context))
        .usingRecursiveComparison()
        .ignoringFields("tempDirs")
        .isEqualTo(flinks);
  }

  @Test
  void flinkFindsItByItsNameAndItsEnvironmentStarts() throws Exception {
    configuration.set(
        ShuffleServiceOptions.SHUFFLE_SERVICE_FACTORY_CLASS, CreditShuffleFactory.class.getName());
    for (boolean local : new boolean[] {true, false}) {
      try (NettyShuffleEnvironment environment =
          (NettyShuffleEnvironment)
              ShuffleServiceLoader.loadShuffleServiceFactory(configuration)
                  .createShuffleEnvironment(context(local))) {
        int port = environment.start();
        assertThat(port > 0).isEqualTo(!local);
        assertThat(environment.getConfiguration().networkBuffersPerChannel()).isEqualTo(10);
      }
    }
  }
}
