package io.dsd.operator.type;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's view of a message type. */
final class MessageTypeInformation<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final MessageSerializer<T> serializer;

  MessageTypeInformation(MessageType<T> type) {
    this.serializer = new MessageSerializer<>(type);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return serializer.type().valueClass();
  }

  @Override
  public boolean isKeyType() {
    return serializer.type().isKey();
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  public String toString() {
    return serializer.type().name();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageTypeInformation<?> that && serializer.equals(that.serializer);
  }

  @Override
  public int hashCode() {
    return serializer.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof MessageTypeInformation;
  }
}
