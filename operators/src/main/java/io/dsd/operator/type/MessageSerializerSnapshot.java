package io.dsd.operator.type;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint keeps of a {@link MessageSerializer}: the message type's name. Layouts are told
 * apart by the version byte of each value, so every release reads what earlier ones wrote.
 *
 * @param <T> the class of the messages
 */
public final class MessageSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

  private MessageType<T> type;

  /** For Flink, which then calls {@link #readSnapshot}. */
  public MessageSerializerSnapshot() {}

  MessageSerializerSnapshot(MessageType<T> type) {
    this.type = type;
  }

  @Override
  public int getCurrentVersion() {
    return 1;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(type.name());
  }

  @Override
  @SuppressWarnings("unchecked") // the name stands for exactly one class
  public void readSnapshot(int version, DataInputView in, ClassLoader classLoader)
      throws IOException {
    type = (MessageType<T>) MessageTypes.named(in.readUTF());
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new MessageSerializer<>(type);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old instanceof MessageSerializerSnapshot<T> that && that.type.equals(type)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
