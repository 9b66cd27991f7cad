// One's-complement sum of a frame, as it passes: two pairs of half-words a beat, three stages.
//
// A beat on the wire in one cycle is summed in pairs, added to the total in the next, and part of ok_o in the one after. The total is
// kept as a plain number, so that no carry is brought around: a sum of 0xFFFF is one whose high part is the complement of its low part.
`default_nettype none
module cf_checksum #(
  // Bits of the total: 16 and the logarithm of the half-words of the longest frame.
  parameter int WIDTH = 30
) (
  input  wire logic              clk_i,
  // A beat is on the wire. The bytes of half-words that are not to count are 0; the second and the fourth may count twice, hence 17 bits.
  input  wire logic              valid_i,
  input  wire logic [15:0]       a0_i,
  input  wire logic [16:0]       a1_i,
  input  wire logic [15:0]       b0_i,
  input  wire logic [16:0]       b1_i,
  // Of the fourth, known late: only its first byte counts, or none.
  input  wire logic              b1_first_i,
  input  wire logic              b1_none_i,
  // One cycle later, of that beat: neither it nor what was before counts, the total starts here.
  input  wire logic              start_i,
  input  wire logic [15:0]       start_value_i,
  // Two cycles after the beat: the sum up to it is 0xFFFF.
  output logic              ok_o
);
  logic             valid_q;
  logic [17:0]      a_q, b_q;
  logic [WIDTH-1:0] total_q;

  // Three terms into two, then one addition.
  logic [WIDTH-1:0] x, y, z, partial, carries;
  assign x       = start_i ? WIDTH'(start_value_i) : total_q;
  assign y       = start_i ? '0 : WIDTH'(a_q);
  assign z       = start_i ? '0 : WIDTH'(b_q);
  assign partial = x ^ y ^ z;
  assign carries = {(x[WIDTH-2:0] & y[WIDTH-2:0]) | (x[WIDTH-2:0] & z[WIDTH-2:0]) | (y[WIDTH-2:0] & z[WIDTH-2:0]), 1'b0};

  assign ok_o = (total_q[15:0] ^ 16'(total_q[WIDTH-1:16])) == 16'hFFFF;

  // Without a reset: nothing is asked of it before a frame has started it.
  always_ff @(posedge clk_i) begin
    valid_q <= valid_i;
    a_q <= {2'd0, a0_i} + {1'b0, a1_i};
    b_q <= b1_none_i ? {2'd0, b0_i} : b1_first_i ? {2'd0, b0_i} + {2'd0, b1_i[15:8], 8'd0} : {2'd0, b0_i} + {1'b0, b1_i};
    if (valid_q) total_q <= partial + carries;
  end
endmodule
`default_nettype wire
