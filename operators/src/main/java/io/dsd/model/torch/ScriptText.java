package io.dsd.model.torch;

import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the TorchScript texts have in common: the module around their {@code forward}, methods for
 * KV rows and weights, and the numbers of a model's shape, which stand as names beginning with $.
 */
final class ScriptText {

  private static final String BEFORE =
      """
      class Slice(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        _is_full_backward_hook : Optional[bool]
      """;

  private static final String AFTER =
      """
        def allocate(self: __torch__.Slice, anchor: Tensor, capacity: int) -> Tensor:
          return torch.zeros([$LAYERS, 2, $KVHEADS, capacity, $HEAD], dtype=$TYPE, layout=None, device=ops.prim.device(anchor))
        def grow(self: __torch__.Slice, old: Tensor, used: int, capacity: int) -> Tensor:
          new = torch.zeros([$LAYERS, 2, $KVHEADS, capacity, $HEAD], dtype=$TYPE, layout=None, device=ops.prim.device(old))
          _0 = torch.copy_(torch.slice(new, 3, 0, used), torch.slice(old, 3, 0, used))
          return new
        def put(self: __torch__.Slice, rows: Tensor, at: int, source: Tensor, first: int, count: int) -> int:
          _0 = torch.copy_(torch.slice(rows, 3, at, at + count), torch.slice(source, 3, first, first + count))
          return count
        def move(self: __torch__.Slice, rows: Tensor, source: Tensor, to: int) -> int:
          n = torch.size(source, 0)
          _0 = torch.copy_(torch.slice(rows, 3, to, to + n), torch.index_select(rows, 3, source))
          return n
        def map(self: __torch__.Slice, file: str, count: int, type: int) -> Tensor:
          return torch.from_file(file, False, count, dtype=type, layout=None, device=torch.device("cpu"), pin_memory=None)
        def part(self: __torch__.Slice, anchor: Tensor, numbers: Tensor, first: int, count: int, shape: List[int]) -> Tensor:
          t = torch.reshape(torch.slice(numbers, 0, first, first + count), shape)
          return torch.to(t, ops.prim.device(anchor), ops.prim.dtype(t))
        def own(self: __torch__.Slice, borrowed: Tensor) -> Tensor:
          return torch.clone(borrowed)
        def fuse(self: __torch__.Slice, into: List[Tensor], parts: List[Tensor]) -> int:
          if torch.eq(torch.len(parts), 1):
            t = parts[0]
          else:
            t = torch.cat(parts, 0)
          _0 = torch.append(into, torch.to(t, $TYPE))
          return torch.len(into)
        def pack(self: __torch__.Slice, parts: List[Tensor]) -> Tensor:
          return torch._convert_weight_to_int4pack_for_cpu(torch.to(torch.cat(parts, 0), 3), 2)
        def scales(self: __torch__.Slice, parts: List[Tensor]) -> Tensor:
          return torch.contiguous(torch.to(torch.cat(parts, 1), $TYPE))
        def append(self: __torch__.Slice, into: List[Tensor], tensor: Tensor) -> int:
          _0 = torch.append(into, tensor)
          return torch.len(into)
        def again(self: __torch__.Slice, into: List[Tensor], index: int) -> int:
          _0 = torch.append(into, into[index])
          return torch.len(into)
        def tensors(self: __torch__.Slice) -> List[Tensor]:
          return annotate(List[Tensor], [])
      """;

  private ScriptText() {}

  /**
   * A whole module.
   *
   * @param forward its method {@code forward}, indented by two
   * @param values what the names in the text stand for
   */
  static String of(String forward, Map<String, Object> values) {
    StringBuilder filled = new StringBuilder(BEFORE + forward + AFTER);
    // longest names first, so that no name is replaced inside a longer one
    values.entrySet().stream()
        .sorted((a, b) -> b.getKey().length() - a.getKey().length())
        .forEach(entry -> replaceAll(filled, entry.getKey(), entry.getValue().toString()));
    return filled.toString();
  }

  /** The numbers of a decoder's shape; more may be added. */
  static Map<String, Object> values(ModelConfig config, int layers, ComputeType type) {
    int heads = config.attentionHeads();
    int keyValueHeads = config.keyValueHeads();
    Map<String, Object> values = new TreeMap<>();
    values.put("$TYPE", TensorCode.of(type));
    values.put("$LAYERS", layers);
    values.put("$HIDDEN", config.hiddenSize());
    values.put("$EPSILON", config.normEpsilon());
    values.put("$HEADS", heads);
    values.put("$KVHEADS", keyValueHeads);
    values.put("$QKHEADS", heads + keyValueHeads);
    values.put("$ALLHEADS", heads + 2 * keyValueHeads);
    values.put("$GROUP", heads / keyValueHeads);
    values.put("$HEAD", config.headSize());
    values.put("$HALF", config.headSize() / 2);
    values.put("$ATTENTION", heads * config.headSize());
    values.put("$INNER", config.intermediateSize());
    values.put("$INNER2", 2 * config.intermediateSize());
    values.put("$VOCABULARY", config.vocabularySize());
    return values;
  }

  private static void replaceAll(StringBuilder text, String name, String value) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + value.length())) {
      text.replace(at, at + name.length(), value);
    }
  }
}
