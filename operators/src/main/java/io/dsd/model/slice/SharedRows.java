package io.dsd.model.slice;

/**
 * The first slots of a sequence, when they lie in rows that another one has computed.
 *
 * @param rows the rows
 * @param length how many of them
 */
public record SharedRows(KvRows rows, int length) {}
