// What the parts of the serial console share: docs/console-protocol.md.
`default_nettype none
package cf_console_pkg;
  localparam logic [7:0] ERR_NONE        = 8'h00;
  localparam logic [7:0] ERR_CRC         = 8'h01;
  localparam logic [7:0] ERR_FORM        = 8'h02;
  localparam logic [7:0] ERR_UNKNOWN     = 8'h03;
  localparam logic [7:0] ERR_BUS         = 8'h04;
  localparam logic [7:0] ERR_BUS_TIMEOUT = 8'h05;
  localparam logic [7:0] ERR_LONG        = 8'h06;
  localparam logic [7:0] ERR_TIMEOUT     = 8'h07;
  localparam int LINE_MAX = 40; // characters between ':' and LF

  // One byte of a CRC-32 (IEEE 802.3, reflected), before the final inversion.
  function automatic logic [31:0] crc32(input logic [31:0] crc, input logic [7:0] data);
    crc32 = crc ^ {24'd0, data};
    for (int i = 0; i < 8; i++) crc32 = {1'b0, crc32[31:1]} ^ (crc32[0] ? 32'hEDB88320 : 32'd0);
  endfunction

  // {is a hexadecimal digit (upper case), its value}
  function automatic logic [4:0] hex_value(input logic [7:0] character);
    if (character >= 8'h30 && character <= 8'h39) hex_value = {1'b1, character[3:0]};
    else if (character >= 8'h41 && character <= 8'h46) hex_value = {1'b1, character[3:0] + 4'd9};
    else hex_value = 5'd0;
  endfunction

  function automatic logic [7:0] hex_digit(input logic [3:0] value);
    hex_digit = (value < 4'd10) ? {4'h3, value} : 8'h37 + {4'd0, value};
  endfunction
endpackage
`default_nettype wire
