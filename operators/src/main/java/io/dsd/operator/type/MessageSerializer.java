package io.dsd.operator.type;

import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A codec as Flink's serialiser. Messages are immutable, so a copy is the value itself; that also
 * keeps asynchronous snapshots sound.
 */
final class MessageSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1L;

  private final transient MessageType<T> type;

  MessageSerializer(MessageType<T> type) {
    this.type = type;
  }

  MessageType<T> type() {
    return type;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    // there is no empty message, and Flink asks for one only to reuse it
    return null;
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    type.codec().write(value, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return type.codec().read(source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new MessageSerializerSnapshot<>(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageSerializer<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  private Object writeReplace() throws ObjectStreamException {
    return new Named(type.name());
  }

  /** The serialised form: the type's name, so that codecs need not be serialisable. */
  private record Named(String name) implements Serializable {

    private Object readResolve() throws ObjectStreamException {
      return new MessageSerializer<>(MessageTypes.named(name));
    }
  }
}
