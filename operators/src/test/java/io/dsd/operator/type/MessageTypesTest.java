package io.dsd.operator.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Speculation;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTypesTest {

  private static final Progress PROGRESS =
      new Progress(5, Ints.of(1, 2, 3), Speculation.none("none"));

  static List<TypeInformation<?>> types() {
    return List.of(
        MessageTypes.sequenceId(),
        MessageTypes.arrival(),
        MessageTypes.progress(),
        MessageTypes.batch(),
        MessageTypes.answer(),
        MessageTypes.delta(),
        MessageTypes.deadLetter());
  }

  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }

  @ParameterizedTest
  @MethodSource("types")
  void typesAndSerializersSurviveTheirWayToTheTaskManager(TypeInformation<?> type)
      throws Exception {
    TypeInformation<?> arrived = InstantiationUtil.clone(type);
    assertThat(arrived).isEqualTo(type).hasSameHashCodeAs(type);
    TypeSerializer<?> serializer = serializer(type);
    assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
    assertThat(serializer(arrived)).isEqualTo(serializer);
    assertThat(type.getTypeClass()).isEqualTo(arrived.getTypeClass());
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void aSnapshotRestoresTheSerializerThatItWasTakenOf(TypeInformation<T> type)
      throws IOException {
    TypeSerializer<T> serializer = serializer(type);
    TypeSerializerSnapshot<T> restored = restored(serializer);
    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
  }

  private static <T> TypeSerializerSnapshot<T> restored(TypeSerializer<T> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()), MessageTypesTest.class.getClassLoader());
  }

  @Test
  void theTypesAreToldApart() {
    assertThat(types()).doesNotHaveDuplicates();
    assertThat(types().stream().map(MessageTypesTest::serializer)).doesNotHaveDuplicates();
    assertThat(types().stream().map(TypeInformation::getTypeClass)).doesNotHaveDuplicates();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // a savepoint may pair any two
  void aSnapshotOfAnotherTypeIsIncompatible() throws IOException {
    TypeSerializerSnapshot progress = serializer(MessageTypes.progress()).snapshotConfiguration();
    TypeSerializerSnapshot arrival = restored(serializer(MessageTypes.arrival()));
    assertThat(progress.resolveSchemaCompatibility(arrival).isIncompatible()).isTrue();
  }

  @Test
  void namesInSavepointsStayWhatTheyAre() throws IOException {
    for (String name :
        List.of("sequence-id", "arrival", "progress", "batch", "answer", "delta", "dead-letter")) {
      DataOutputSerializer out = new DataOutputSerializer(64);
      out.writeUTF(name);
      MessageSerializerSnapshot<Object> snapshot = new MessageSerializerSnapshot<>();
      snapshot.readSnapshot(
          1, new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
      assertThat(((MessageSerializer<?>) snapshot.restoreSerializer()).type().name())
          .isEqualTo(name);
    }
  }

  @Test
  void aTypeThatThisReleaseDoesNotKnowIsRefusedInWords() {
    assertThatThrownBy(() -> MessageTypes.named("taps"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("messages of type 'taps'")
        .hasMessageContaining("restore it with the release that wrote it");
  }

  @Test
  void valuesAreWrittenReadAndCopiedAsTheCodecSays() throws IOException {
    TypeSerializer<Progress> serializer = serializer(MessageTypes.progress());
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(PROGRESS, out);
    DataOutputSerializer copy = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copy);
    assertThat(copy.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
    DataInputDeserializer in = new DataInputDeserializer(copy.getCopyOfBuffer());
    assertThat(serializer.deserialize(PROGRESS, in)).isEqualTo(PROGRESS);
    assertThat(in.available()).isZero();
    assertThat(serializer.copy(PROGRESS)).isSameAs(PROGRESS);
    assertThat(serializer.copy(PROGRESS, PROGRESS)).isSameAs(PROGRESS);
    assertThat(serializer.isImmutableType()).isTrue();
    assertThat(serializer.getLength()).isEqualTo(-1);
  }

  @Test
  void onlySequenceIdsAreKeysAndTheirHashIsTheSameInEveryJvm() {
    assertThat(types().stream().filter(TypeInformation::isKeyType))
        .containsExactly(MessageTypes.sequenceId());
    // Flink routes by it, and savepoints are laid out by it
    assertThat(new SequenceId("prompts", 3, 1_234_567_890_123L).hashCode())
        .isEqualTo(1_113_993_728);
  }
}
