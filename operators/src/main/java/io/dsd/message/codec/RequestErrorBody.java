package io.dsd.message.codec;

import io.dsd.message.request.RequestError;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Why a record is not served: {@code code | field | message}, all text. */
enum RequestErrorBody implements Codec<RequestError> {
  CODEC;

  @Override
  public void write(RequestError error, DataOutput out) throws IOException {
    Wire.writeText(error.code(), out);
    Wire.writeText(error.field(), out);
    Wire.writeText(error.message(), out);
  }

  @Override
  public RequestError read(DataInput in) throws IOException {
    return new RequestError(Wire.readText(in), Wire.readText(in), Wire.readText(in));
  }
}
