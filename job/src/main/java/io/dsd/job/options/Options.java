package io.dsd.job.options;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.ComputeType;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import java.io.Serializable;

/**
 * Everything that can be set about the job. A component's key in the file is its name in
 * kebab-case, below the name of the record it is in: {@code kafka.bootstrap-servers}. Texts that
 * may be left out are empty then.
 */
public record Options(
    @Setting(
            meaning =
                "The target model: a Hugging Face directory or a GGUF file, by a path that holds on"
                    + " every task manager, or a name of `dsd model list`, which stands for that"
                    + " model's file in the cache of the submitting machine.")
        String model,
    @Setting(
            fallback = "3",
            meaning =
                "How many slices the target model's layers are cut into, not more than it has"
                    + " layers, or how many layers each slice has. Each one takes a slot of its"
                    + " own. Of a number alone all have the same, but for one layer, unless"
                    + " `placement.machines` says more.")
        Slices slices,
    @Setting(
            fallback = "1",
            min = "1",
            max = "32768",
            meaning =
                "How many replicas every slice and the draft have. Replica p of each serves the"
                    + " same sequences. At most `max-parallelism`.")
        int parallelism,
    @Setting(
            fallback = "128",
            min = "1",
            max = "32768",
            meaning =
                "The largest parallelism this job can ever be rescaled to. It cannot be changed"
                    + " once a savepoint is to be restored.")
        int maxParallelism,
    @Setting(
            fallback = "bf16",
            meaning =
                "The number type that slices compute in and, unless `network.rows` says"
                    + " otherwise, hidden states travel in: `bf16` is faster and half the size,"
                    + " `fp32` gives the same tokens whatever the block size.")
        ComputeType dtype,
    @Setting(
            fallback = "auto",
            meaning =
                "The form of the weights that blocks of fewer than 8 tokens are computed with, in"
                    + " `bf16`: `auto` leaves what the checkpoint stores as Q4_0 or Q4_1 in four"
                    + " bits, `int4` also rounds other weights to four bits (another model, with"
                    + " other answers), `unpacked` has none of it. Larger blocks always use bf16"
                    + " weights, so both are in memory, a third more.")
        WeightForm weights,
    DraftSection draft,
    LoopSection loop,
    KeyValueSection kv,
    KafkaSection kafka,
    RequestSection request,
    RelaxationSection relaxation,
    CheckpointSection checkpoint,
    RestartSection restart,
    PlacementSection placement,
    NetworkSection network)
    implements Serializable {

  /** Checks what several settings must have in common. */
  public Options {
    requireNonNull(dtype, "dtype");
    requireNonNull(weights, "weights");
    placement.check(slices);
    try {
      kafka.forClients();
    } catch (IllegalArgumentException refused) {
      throw new OptionsException("kafka: " + refused.getMessage(), refused);
    }
    OptionsException.check(
        weights != WeightForm.INT4 || dtype == ComputeType.BF16,
        () -> "weights: int4 needs dtype bf16; with fp32 leave weights at auto");
    OptionsException.check(
        parallelism <= maxParallelism,
        () ->
            "parallelism: %d is more than max-parallelism, %d; lower the one or raise the other"
                .formatted(parallelism, maxParallelism));
    OptionsException.check(
        kafka.delivery() == Delivery.AT_LEAST_ONCE
            || kafka.transactionTimeout().compareTo(checkpoint.interval()) > 0,
        () ->
            ("kafka.transaction-timeout: %s is not longer than checkpoint.interval, %s; every transaction"
                    + " would expire before its checkpoint: raise the one or lower the other")
                .formatted(
                    ValueType.print(kafka.transactionTimeout()),
                    ValueType.print(checkpoint.interval())));
  }

  /** How slices and a draft model compute. */
  public Arithmetic arithmetic() {
    return new Arithmetic(dtype, weights, placement.computeDevice(), network.rows().of(dtype));
  }

  /** The same options for another model. */
  public Options withModel(String other) {
    return new Options(
        other,
        slices,
        parallelism,
        maxParallelism,
        dtype,
        weights,
        draft,
        loop,
        kv,
        kafka,
        request,
        relaxation,
        checkpoint,
        restart,
        placement,
        network);
  }

  /** The same options for another draft. */
  public Options withDraft(DraftSection other) {
    return new Options(
        model,
        slices,
        parallelism,
        maxParallelism,
        dtype,
        weights,
        other,
        loop,
        kv,
        kafka,
        request,
        relaxation,
        checkpoint,
        restart,
        placement,
        network);
  }

  /** The same options for another Kafka. */
  public Options withKafka(KafkaSection other) {
    return new Options(
        model,
        slices,
        parallelism,
        maxParallelism,
        dtype,
        weights,
        draft,
        loop,
        kv,
        other,
        request,
        relaxation,
        checkpoint,
        restart,
        placement,
        network);
  }
}
