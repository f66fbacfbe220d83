package io.dsd.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.ModelException;
import io.dsd.model.ModelJson;
import io.dsd.model.checkpoint.FileTensor;
import io.dsd.model.checkpoint.RowOrder;
import io.dsd.model.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a safetensors file holds:
 *
 * <pre>
 * header length u64 | header JSON: name to dtype, shape, data_offsets | data, which offsets count from
 * </pre>
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
final class SafetensorsFile {

  private static final int LONGEST_HEADER = 100_000_000;

  private final Path file;
  private final long size;
  private final long data;
  private final JsonNode header;

  private SafetensorsFile(Path file, long size, long data, JsonNode header) {
    this.file = file;
    this.size = size;
    this.data = data;
    this.header = header;
  }

  /** Reads the header of {@code file}. */
  static SafetensorsFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < 8) {
        throw damaged(file, "it is shorter than 8 bytes");
      }
      long length = fill(file, channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > Math.min(size - 8, LONGEST_HEADER)) {
        throw damaged(
            file,
            "its header claims %s bytes of the file's %d"
                .formatted(Long.toUnsignedString(length), size));
      }
      JsonNode header =
          ModelJson.parse(fill(file, channel, 8, (int) length).array(), "The header of " + file);
      return new SafetensorsFile(file, size, 8 + length, header);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** Its tensors by name, but for {@code others}, which may be of any type. */
  Map<String, FileTensor> tensors(Set<String> others) {
    Map<String, FileTensor> tensors = new HashMap<>();
    header
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals("__metadata__") && !others.contains(entry.getKey())) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
              }
            });
    return tensors;
  }

  /** The 64-bit integers of that name, if they are here. */
  Optional<long[]> integers(String name) {
    return Optional.ofNullable(header.get(name)).map(entry -> integers(name, entry));
  }

  private long[] integers(String name, JsonNode entry) {
    Range range = range(name, entry);
    List<Integer> shape = shape(name, entry.path("shape"));
    String type = entry.path("dtype").asText();
    if (!type.equals("I64") || shape.size() != 1 || range.bytes() != 8L * shape.get(0)) {
      throw damaged(
          file,
          "tensor %s is of type %s and shape %s in %d bytes where 64-bit integers in a row are expected"
              .formatted(name, type, shape, range.bytes()));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = fill(file, channel, data + range.begin(), (int) range.bytes());
      long[] integers = new long[shape.get(0)];
      bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(integers);
      return integers;
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** Where a tensor lies in the data. */
  private record Range(long begin, long end) {

    private long bytes() {
      return end - begin;
    }
  }

  private Range range(String name, JsonNode entry) {
    JsonNode offsets = entry.path("data_offsets");
    long begin = whole(name, offsets.path(0));
    long end = whole(name, offsets.path(1));
    if (begin > end || end > size - data) {
      throw damaged(
          file,
          "tensor %s lies at %d to %d of %d bytes of data"
              .formatted(name, begin, end, size - data));
    }
    return new Range(begin, end);
  }

  private FileTensor tensor(String name, JsonNode entry) {
    Range range = range(name, entry);
    FileTensor tensor =
        new FileTensor(
            name,
            type(name, entry.path("dtype").asText()),
            shape(name, entry.path("shape")),
            new RowOrder.AsUsed(),
            file,
            data + range.begin());
    if (tensor.bytes() != range.bytes()) {
      throw damaged(
          file,
          "tensor %s of shape %s and type %s has %d bytes instead of %d"
              .formatted(name, tensor.shape(), tensor.type(), range.bytes(), tensor.bytes()));
    }
    return tensor;
  }

  private TensorType type(String name, String dtype) {
    return switch (dtype) {
      case "F32" -> TensorType.F32;
      case "F16" -> TensorType.F16;
      case "BF16" -> TensorType.BF16;
      default ->
          throw new ModelException(
              "Tensor %s in %s is of type %s; supported are F32, F16 and BF16. Take the unquantised model or a GGUF file."
                  .formatted(name, file, dtype));
    };
  }

  private List<Integer> shape(String name, JsonNode shape) {
    List<Integer> sizes = new ArrayList<>();
    for (JsonNode dimension : shape) {
      long value = whole(name, dimension);
      if (value > Integer.MAX_VALUE) {
        throw damaged(file, "tensor %s has a dimension of %d".formatted(name, value));
      }
      sizes.add((int) value);
    }
    return sizes;
  }

  private long whole(String name, JsonNode number) {
    if (!number.canConvertToExactIntegral() || !number.canConvertToLong() || number.asLong() < 0) {
      throw damaged(file, "tensor %s has %s where an integer belongs".formatted(name, number));
    }
    return number.asLong();
  }

  private static ByteBuffer fill(Path file, FileChannel channel, long at, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw damaged(file, "it ends within its header");
      }
    }
    return buffer.flip();
  }

  private static ModelException damaged(Path file, String what) {
    return new ModelException(
        "%s is not a usable safetensors file: %s. Fetch it again.".formatted(file, what));
  }
}
