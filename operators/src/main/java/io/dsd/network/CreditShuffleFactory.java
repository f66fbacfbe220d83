package io.dsd.network;

import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.runtime.io.network.ConnectionManager;
import org.apache.flink.runtime.io.network.LocalConnectionManager;
import org.apache.flink.runtime.io.network.NettyShuffleServiceFactory;
import org.apache.flink.runtime.io.network.netty.NettyConnectionManager;
import org.apache.flink.runtime.io.network.partition.ResultPartition;
import org.apache.flink.runtime.io.network.partition.ResultPartitionManager;
import org.apache.flink.runtime.io.network.partition.consumer.SingleInputGate;
import org.apache.flink.runtime.shuffle.NettyShuffleDescriptor;
import org.apache.flink.runtime.shuffle.ShuffleEnvironment;
import org.apache.flink.runtime.shuffle.ShuffleEnvironmentContext;
import org.apache.flink.runtime.shuffle.ShuffleMaster;
import org.apache.flink.runtime.shuffle.ShuffleMasterContext;
import org.apache.flink.runtime.shuffle.ShuffleServiceFactory;
import org.apache.flink.runtime.taskmanager.NettyShuffleEnvironmentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's own network, with as many buffers of a channel's own as are configured. It is named in a
 * cluster's configuration:
 *
 * <pre>
 *   shuffle-service-factory.class: io.dsd.network.CreditShuffleFactory
 *   taskmanager.network.memory.buffers-per-channel: 10
 * </pre>
 *
 * <p>A sender may have as many buffers on their way as its receiver has told it are free, and hears
 * of each that falls free again a round trip after it was sent. Flink 1 had this option; Flink 2
 * gives each channel two. That is plenty where a round trip is shorter than a message takes to
 * send; over a link of tens of milliseconds every third small record waits for a round trip.
 */
public final class CreditShuffleFactory
    implements ShuffleServiceFactory<NettyShuffleDescriptor, ResultPartition, SingleInputGate> {

  /** How many network buffers each channel from another task manager has for itself. */
  public static final ConfigOption<Integer> BUFFERS_PER_CHANNEL =
      ConfigOptions.key("taskmanager.network.memory.buffers-per-channel")
          .intType()
          .defaultValue(10)
          .withDescription("Network buffers of each channel from another task manager.");

  private static final Logger LOG = LoggerFactory.getLogger(CreditShuffleFactory.class);

  // Flink's own, which has no option and is of batch jobs only
  private static final int SORT_SHUFFLE_MIN_PARALLELISM = 1;

  private final NettyShuffleServiceFactory flink = new NettyShuffleServiceFactory();

  /** Flink makes it from its name. */
  public CreditShuffleFactory() {}

  @Override
  public ShuffleMaster<NettyShuffleDescriptor> createShuffleMaster(ShuffleMasterContext context) {
    return flink.createShuffleMaster(context);
  }

  @Override
  public ShuffleEnvironment<ResultPartition, SingleInputGate> createShuffleEnvironment(
      ShuffleEnvironmentContext context) {
    NettyShuffleEnvironmentConfiguration network = configure(context);
    LOG.info(
        "each channel from another task manager has {} network buffers of its own",
        network.networkBuffersPerChannel());
    ResultPartitionManager partitions =
        new ResultPartitionManager(
            network.getPartitionRequestListenerTimeout(), context.getScheduledExecutor());
    return NettyShuffleServiceFactory.createNettyShuffleEnvironment(
        network,
        context.getTaskExecutorResourceId(),
        context.getEventPublisher(),
        partitions,
        connections(network, partitions, context),
        context.getParentMetricGroup(),
        context.getIoExecutor(),
        context.getNumberOfSlots(),
        context.getTmpDirPaths());
  }

  private static ConnectionManager connections(
      NettyShuffleEnvironmentConfiguration network,
      ResultPartitionManager partitions,
      ShuffleEnvironmentContext context) {
    return Optional.ofNullable(network.nettyConfig())
        .<ConnectionManager>map(
            netty ->
                new NettyConnectionManager(
                    partitions,
                    context.getEventPublisher(),
                    netty,
                    network.isConnectionReuseEnabled()))
        .orElseGet(LocalConnectionManager::new);
  }

  /** What Flink reads of the configuration, but for the buffers. */
  static NettyShuffleEnvironmentConfiguration configure(ShuffleEnvironmentContext context) {
    Configuration configuration = context.getConfiguration();
    NettyShuffleEnvironmentConfiguration usual =
        NettyShuffleEnvironmentConfiguration.fromConfiguration(
            configuration,
            context.getNetworkMemorySize(),
            context.isLocalCommunicationOnly(),
            context.getHostAddress());
    int own = buffersPerChannel(configuration);
    // where an operator has more channels than two, as sources of many have, these share
    return new NettyShuffleEnvironmentConfiguration(
        usual.numNetworkBuffers(),
        usual.networkBufferSize(),
        usual.startingBufferSize(),
        usual.partitionRequestInitialBackoff(),
        usual.partitionRequestMaxBackoff(),
        usual.getPartitionRequestListenerTimeout(),
        own,
        usual.floatingNetworkBuffersPerGate(),
        usual.maxRequiredBuffersPerGate().or(() -> Optional.of(2 * own + 1)),
        usual.getRequestSegmentsTimeout(),
        usual.isNetworkDetailedMetrics(),
        usual.nettyConfig(),
        usual.getTempDirs(),
        usual.getBlockingSubpartitionType(),
        usual.isBatchShuffleCompressionEnabled(),
        usual.getCompressionCodec(),
        usual.getMaxBuffersPerChannel(),
        usual.batchShuffleReadMemoryBytes(),
        configuration.get(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS),
        SORT_SHUFFLE_MIN_PARALLELISM,
        usual.getDebloatConfiguration(),
        usual.isConnectionReuseEnabled(),
        usual.getMaxOverdraftBuffersPerGate(),
        usual.getTieredStorageConfiguration());
  }

  private static int buffersPerChannel(Configuration configuration) {
    int buffers = configuration.get(BUFFERS_PER_CHANNEL);
    if (buffers < 2) {
      throw new IllegalConfigurationException(
          "%s: '%d' is not allowed; give 2, which is Flink's own number, or more"
              .formatted(BUFFERS_PER_CHANNEL.key(), buffers));
    }
    return buffers;
  }
}
