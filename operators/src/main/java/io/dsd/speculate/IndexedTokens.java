package io.dsd.speculate;

import io.dsd.message.Ints;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The tokens of one sequence and where which n-grams of them stood. */
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

  /**
   * The places after earlier occurrences of a suffix, those of the longest first and of these the
   * latest.
   *
   * @param prefix begins with the tokens known, and may have more
   * @param most how many places are wanted at most
   */
  List<Integer> afterEarlierSuffixes(Ints prefix, int most) {
    Set<Integer> places = new LinkedHashSet<>();
    for (NgramIndex index : longestFirst) {
      int place = index.find(prefix);
      while (place > 0 && places.size() < most) {
        places.add(place);
        place = index.before(place);
      }
    }
    return List.copyOf(places);
  }
}
