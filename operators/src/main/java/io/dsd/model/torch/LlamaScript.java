package io.dsd.model.torch;

import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.Family;
import io.dsd.model.ModelConfig;
import io.dsd.model.slice.LayerRange;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The TorchScript text of one slice of a decoder.
 *
 * <p>{@code forward} computes a ragged batch: the tokens of all lanes lie one after the other in
 * {@code x}, so every linear layer is one product, and only attention looks at lanes one by one, at
 * their real lengths. Weights ({@code w}, see {@link WeightLoader}) and KV rows ({@code kv}, one
 * tensor {@code [layers, 2, KV heads, capacity, head size]} per lane) are arguments, so that they
 * are shared and written in place. Query heads of one KV head are folded into query rows (GQA).
 *
 * <p>A small block costs as much for calling operators as for what they compute, so there are few:
 * queries, keys and values turn together, where values turn by nothing, and one copy takes a lane's
 * new keys and values to its rows.
 *
 * <p>A lane that reads the first rows of another sequence attends to these and to its own rows
 * apart; the two results are weighed by their sums of exponentials, which is exact. SDPA does not
 * say these sums, so the kernel below it is called, which is libtorch's for CPUs; on a GPU no lane
 * reads another's rows.
 *
 * <pre>
 *  x          token ids [n], or hidden states [n, hidden] as floats
 *  positions  [n]
 *  lanes      number of shared rows, first own row and number of tokens of each lane, in turn
 *  masks      per lane [tokens, own rows], 0 or -inf; without elements if all is seen. Shared rows
 *             are committed ones, which all tokens see
 *  shared     per lane the rows it only reads; any rows where it has none
 *  wanted     the rows whose logits are wanted
 *  result     hidden states [n, hidden] or logits [wanted, vocabulary], as floats; of a slice with
 *             taps a pair of it and of the tapped layers' inputs side by side [n, taps * hidden]
 * </pre>
 */
final class LlamaScript {

  /**
   * Tensors that every layer has, in order: norm, QKV, output, norm, gate and up, down. After them
   * come the QKV bias, or the query and the key norm, of families that have them, and last, where
   * weights are packed, a packed matrix and its scales for each of the four products.
   */
  private static final int COMMON_TENSORS = 6;

  private static final int PACKED_TENSORS = 8;

  private static final String TEXT =
      """
        def forward(self: __torch__.Slice, x: Tensor, positions: Tensor, lanes: List[int], masks: List[Tensor], shared: List[Tensor], kv: List[Tensor], w: List[Tensor], wanted: Tensor) -> $RESULT:
          n = torch.size(positions, 0)
          h = $ENTRY$TAPS
          cos = torch.cat([torch.expand(torch.unsqueeze(torch.index_select(w[0], 0, positions), 1), [n, $QKHEADS, $HEAD]), torch.ones([n, $KVHEADS, $HEAD], dtype=$TYPE, layout=None, device=ops.prim.device(h))], 1)
          sines = torch.index_select(w[1], 0, positions)
          signed = torch.unsqueeze(torch.cat([torch.neg(torch.slice(sines, -1, 0, $HALF)), torch.slice(sines, -1, $HALF, $HEAD)], -1), 1)
          sin = torch.cat([torch.expand(signed, [n, $QKHEADS, $HEAD]), torch.zeros([n, $KVHEADS, $HEAD], dtype=$TYPE, layout=None, device=ops.prim.device(h))], 1)
          seen = annotate(List[Tensor], [])
          for j in range(torch.len(masks)):
            _0 = torch.append(seen, torch.to(torch.repeat_interleave(masks[j], $GROUP, 0), $TYPE))
          for i in range($LAYERS):
            b = $BASE + i * $TENSORS$TAP
            p = $QUERIESKEYSVALUES
            t = $HEADSOF
            t = torch.addcmul(torch.mul(t, cos), torch.roll(t, [$HALF], [2]), sin)
            parts = annotate(List[Tensor], [])
            row = 0
            for j in range(torch.len(kv)):
              border = lanes[j * 3]
              first = lanes[j * 3 + 1]
              count = lanes[j * 3 + 2]
              end = first + count
              own = torch.slice(t, 0, row, row + count)
              cache = torch.select(kv[j], 0, i)
              _1 = torch.copy_(torch.slice(cache, 2, first, end), torch.permute(torch.view(torch.slice(own, 1, $HEADS, $ALLHEADS), [count, 2, $KVHEADS, $HEAD]), [1, 2, 0, 3]))
              k, v = torch.unbind(torch.unsqueeze(torch.slice(cache, 2, 0, end), 1), 0)
              q = torch.reshape(torch.permute(torch.view(torch.slice(own, 1, 0, $HEADS), [count, $KVHEADS, $GROUP, $HEAD]), [1, 0, 2, 3]), [1, $KVHEADS, count * $GROUP, $HEAD])
              all = torch.eq(torch.numel(seen[j]), 0)
              if torch.eq(border, 0):
                if all:
                  o = torch.scaled_dot_product_attention(q, k, v)
                else:
                  o = torch.scaled_dot_product_attention(q, k, v, seen[j])
              else:
                before = torch.slice(torch.select(shared[j], 0, i), 2, 0, border)
                a, c = torch._scaled_dot_product_flash_attention_for_cpu(q, torch.unsqueeze(torch.select(before, 0, 0), 0), torch.unsqueeze(torch.select(before, 0, 1), 0))
                if all:
                  d, e = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v)
                else:
                  d, e = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, attn_mask=seen[j])
                weight = torch.unsqueeze(torch.sigmoid(torch.sub(c, e)), -1)
                o = torch.to(torch.lerp(torch.to(d, 6), torch.to(a, 6), weight), $TYPE)
              _2 = torch.append(parts, torch.reshape(torch.permute(torch.reshape(torch.transpose(o, 1, 2), [count, $GROUP, $KVHEADS, $HEAD]), [0, 2, 1, 3]), [count, $ATTENTION]))
              row = row + count
            h = (self).added(h, torch.cat(parts, 0), w, b + 2, b + $PACKED + 2)
            g = (self).product(torch.rms_norm(h, [$HIDDEN], w[b + 3], $EPSILON), w, b + 4, b + $PACKED + 4)
            h = (self).added(h, torch.mul(torch.silu(torch.slice(g, -1, 0, $INNER)), torch.slice(g, -1, $INNER, $INNER2)), w, b + 5, b + $PACKED + 6)
          $EXIT
      """;

  private static final String NORMED_INPUT = "torch.rms_norm(h, [$HIDDEN], w[b], $EPSILON)";

  /** The bias is added within the product, before it is rounded. */
  private static final String BIASED = "(self).multiply(" + NORMED_INPUT + ", w[b + 1], w[b + 6])";

  private static final String UNBIASED =
      "(self).product(" + NORMED_INPUT + ", w, b + 1, b + $PACKED)";

  private static final String PACKED_BIASED = "torch.add(" + UNBIASED + ", w[b + 6])";

  private static final String LOGITS =
      """
      if torch.eq(torch.numel(wanted), 0):
            r = torch.zeros([0, $VOCABULARY], dtype=6, layout=None, device=ops.prim.device(h))
          else:
            y = torch.rms_norm(torch.index_select(h, 0, wanted), [$HIDDEN], w[$NORM], $EPSILON)
            r = torch.to((self).multiply(y, w[$NORM + 1], None), 6)
          return r$TAPPED""";

  private static final String PLAIN = "torch.view(p, [n, $ALLHEADS, $HEAD])";

  private static final String NORMED =
      """
      torch.view(p, [n, $ALLHEADS, $HEAD])
            queries = torch.rms_norm(torch.slice(t, 1, 0, $HEADS), [$HEAD], w[b + 6], $EPSILON)
            keys = torch.rms_norm(torch.slice(t, 1, $HEADS, $QKHEADS), [$HEAD], w[b + 7], $EPSILON)
            t = torch.cat([queries, keys, torch.slice(t, 1, $QKHEADS, $ALLHEADS)], 1)""";

  private static final String HIDDEN = "return torch.to(h, 6)$TAPPED";

  private static final String COLLECTED = "\n    taps = annotate(List[Tensor], [])";

  private static final String TAP = "\n      if %s:\n        _4 = torch.append(taps, h)";

  private LlamaScript() {}

  /**
   * The text for a slice.
   *
   * @param taps those of its layers whose inputs are wanted, counted over the whole model
   * @param products how it multiplies with weights
   */
  static String text(
      ModelConfig config, LayerRange layers, ComputeType type, Ints taps, ProductForm products) {
    Family family = config.family();
    int base = firstLayerTensor(layers);
    int unpacked =
        COMMON_TENSORS + (family.queryKeyValueBias() ? 1 : 0) + (family.queryKeyNorm() ? 2 : 0);
    int tensors = unpacked + (products.packed() ? PACKED_TENSORS : 0);
    Map<String, Object> values = ScriptText.values(config, layers.size(), type);
    values.put("$BASE", base);
    values.put("$TENSORS", tensors);
    values.put("$PACKED", unpacked);
    values.put("$NORM", base + layers.size() * tensors);
    String entry = layers.isFirst() ? "torch.embedding(w[2], x)" : "torch.to(x, $TYPE)";
    String text =
        TEXT.replace("$ENTRY", entry)
            .replace("$EXIT", layers.isLast() ? LOGITS : HIDDEN)
            .replace("$RESULT", taps.isEmpty() ? "Tensor" : "Tuple[Tensor, Tensor]")
            .replace("$TAPPED", taps.isEmpty() ? "" : ", torch.to(torch.cat(taps, -1), 6)")
            .replace("$TAPS", taps.isEmpty() ? "" : COLLECTED)
            .replace("$TAP", tap(layers, taps))
            .replace(
                "$QUERIESKEYSVALUES", projection(family.queryKeyValueBias(), products.packed()))
            .replace("$HEADSOF", family.queryKeyNorm() ? NORMED : PLAIN);
    return ScriptText.of(text + products.text(), values);
  }

  private static String projection(boolean biased, boolean packed) {
    if (!biased) {
      return UNBIASED;
    }
    return packed ? PACKED_BIASED : BIASED;
  }

  private static String tap(LayerRange layers, Ints taps) {
    if (taps.isEmpty()) {
      return "";
    }
    return TAP.formatted(
        taps.stream()
            .mapToObj(layer -> "torch.eq(i, %d)".formatted(layer - layers.first()))
            .collect(Collectors.joining(" or ")));
  }

  /**
   * The index of the first layer's first tensor: the rotary tables and the embedding lie before.
   */
  static int firstLayerTensor(LayerRange layers) {
    return layers.isFirst() ? 3 : 2;
  }
}
