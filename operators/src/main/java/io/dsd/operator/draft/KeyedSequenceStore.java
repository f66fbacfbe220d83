package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.operator.type.MessageTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** Sequences in Flink's keyed state. */
final class KeyedSequenceStore implements SequenceStore {

  /** Every sequence that has arrived and not ended. */
  static final ValueStateDescriptor<Arrival> REQUEST =
      new ValueStateDescriptor<>("request", MessageTypes.arrival());

  private static final ValueStateDescriptor<Progress> PROGRESS =
      new ValueStateDescriptor<>("progress", MessageTypes.progress());

  private final ValueState<Arrival> request;
  private final ValueState<Progress> progress;
  private final Consumer<Object> setKey;

  /** State of the operator whose key {@code setKey} sets. */
  KeyedSequenceStore(KeyedStateStore states, Consumer<Object> setKey) {
    this.request = states.getState(REQUEST);
    this.progress = states.getState(PROGRESS);
    this.setKey = setKey;
  }

  @Override
  public Request request(SequenceId sequence) {
    setKey.accept(sequence);
    return (Request) read(request);
  }

  @Override
  public Optional<Progress> progress(SequenceId sequence) {
    setKey.accept(sequence);
    return Optional.ofNullable(read(progress));
  }

  @Override
  public void save(Request arrived) {
    setKey.accept(arrived.sequence());
    write(request, arrived);
  }

  @Override
  public void save(SequenceId sequence, Progress known) {
    setKey.accept(sequence);
    write(progress, known);
  }

  @Override
  public void remove(SequenceId sequence) {
    setKey.accept(sequence);
    request.clear();
    progress.clear();
  }

  private static <T> T read(ValueState<T> state) {
    try {
      return state.value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> void write(ValueState<T> state, T value) {
    try {
      state.update(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
