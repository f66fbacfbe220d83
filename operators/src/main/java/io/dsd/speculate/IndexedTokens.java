package io.dsd.speculate;

import io.dsd.message.Ints;
import java.util.stream.IntStream;

/** The tokens of one sequence and where which n-grams of them stood last. */
final class IndexedTokens {

  private final NgramIndex[] longestFirst;
  private Ints tokens = Ints.empty();

  IndexedTokens(int shortest, int longest) {
    longestFirst =
        IntStream.iterate(longest, length -> length >= shortest, length -> length - 1)
            .mapToObj(NgramIndex::new)
            .toArray(NgramIndex[]::new);
  }

  Ints tokens() {
    return tokens;
  }

  /** Takes in what {@code more} has beyond the tokens known, with which it begins. */
  void extendTo(Ints more) {
    // an n-gram is indexed once something follows it: so the suffix does not find itself
    for (int end = Math.max(1, tokens.size()); end < more.size(); end++) {
      for (NgramIndex index : longestFirst) {
        index.add(more, end);
      }
    }
    tokens = more;
  }

  /** The place after the latest earlier occurrence of the longest suffix that has one; else 0. */
  int afterEarlierSuffix() {
    for (NgramIndex index : longestFirst) {
      int after = index.find(tokens);
      if (after > 0) {
        return after;
      }
    }
    return 0;
  }
}
