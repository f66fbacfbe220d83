package io.dsd.model.torch;

import io.dsd.message.round.ComputeType;
import io.dsd.model.EagleConfig;

/**
 * The TorchScript text of a draft in EAGLE-3's layout: one decoder layer over the embedding of a
 * token and the feature of the token before it, side by side.
 *
 * <pre>
 *  tokens     [n], the target's ids
 *  features   taps [n, 3 * target's hidden] or own outputs [n, hidden], as floats
 *  taps       which of the two
 *  positions, lanes, masks, kv, wanted   as in {@link LlamaScript}, without shared rows
 *  result     own outputs [n, hidden] and logits [wanted, draft vocabulary], as floats
 * </pre>
 */
final class EagleScript {

  /** Cosines, sines, embedding, fc, then the layer's, norm and head. */
  private static final String TEXT =
      """
        def forward(self: __torch__.Slice, tokens: Tensor, features: Tensor, taps: bool, positions: Tensor, lanes: List[int], masks: List[Tensor], kv: List[Tensor], w: List[Tensor], wanted: Tensor) -> Tuple[Tensor, Tensor]:
          n = torch.size(positions, 0)
          f = torch.to(features, $TYPE)
          if taps:
            h = (self).multiply(f, w[3], None)
          else:
            h = f
          e = torch.rms_norm(torch.embedding(w[2], tokens), [$HIDDEN], w[4], $EPSILON)
          x = torch.cat([e, torch.rms_norm(h, [$HIDDEN], w[5], $EPSILON)], -1)
          cos = torch.index_select(w[0], 0, positions)
          sin = torch.index_select(w[1], 0, positions)
          qkv = torch.transpose(torch.view((self).multiply(x, w[6], None), [n, $ALLHEADS, $HEAD]), 0, 1)
          qk = torch.slice(qkv, 0, 0, $QKHEADS)
          turned = torch.cat([torch.neg(torch.slice(qk, -1, $HALF, $HEAD)), torch.slice(qk, -1, 0, $HALF)], -1)
          qk = torch.add(torch.mul(qk, cos), torch.mul(turned, sin))
          parts = annotate(List[Tensor], [])
          row = 0
          for j in range(torch.len(kv)):
            first = lanes[j * 2]
            count = lanes[j * 2 + 1]
            end = first + count
            cache = torch.select(kv[j], 0, 0)
            keys = torch.select(cache, 0, 0)
            values = torch.select(cache, 0, 1)
            _1 = torch.copy_(torch.slice(keys, 1, first, end), torch.slice(torch.slice(qk, 0, $HEADS, $QKHEADS), 1, row, row + count))
            _2 = torch.copy_(torch.slice(values, 1, first, end), torch.slice(torch.slice(qkv, 0, $QKHEADS, $ALLHEADS), 1, row, row + count))
            q = torch.reshape(torch.slice(torch.slice(qk, 0, 0, $HEADS), 1, row, row + count), [1, $KVHEADS, $GROUP * count, $HEAD])
            k = torch.unsqueeze(torch.slice(keys, 1, 0, end), 0)
            v = torch.unsqueeze(torch.slice(values, 1, 0, end), 0)
            if torch.eq(torch.numel(masks[j]), 0):
              o = torch.scaled_dot_product_attention(q, k, v)
            else:
              o = torch.scaled_dot_product_attention(q, k, v, torch.to(torch.repeat(masks[j], [$GROUP, 1]), $TYPE))
            _3 = torch.append(parts, torch.reshape(torch.transpose(torch.reshape(o, [$HEADS, count, $HEAD]), 0, 1), [count, $ATTENTION]))
            row = row + count
          h = (self).increase(h, torch.cat(parts, 0), w[7])
          g = (self).multiply(torch.rms_norm(h, [$HIDDEN], w[8], $EPSILON), w[9], None)
          h = (self).increase(h, torch.mul(torch.silu(torch.slice(g, -1, 0, $INNER)), torch.slice(g, -1, $INNER, $INNER2)), w[10])
          y = torch.rms_norm(torch.index_select(h, 0, wanted), [$HIDDEN], w[11], $EPSILON)
          return (torch.to(h, 6), torch.to((self).multiply(y, w[12], None), 6))
      """;

  private EagleScript() {}

  /**
   * The text for a draft.
   *
   * @param products how it multiplies with weights
   */
  static String text(EagleConfig config, ComputeType type, ProductForm products) {
    return ScriptText.of(TEXT + products.text(), ScriptText.values(config.layer(), 1, type));
  }
}
