// The one translation unit that holds Beast's own code (BOOST_BEAST_SEPARATE_COMPILATION).
//
// Without its assertions: one in basic_parser::parse_chunk_header (Boost 1.81) ends the process when an empty
// chunked body arrives in two pieces, "0\r\n" and "\r\n", which any client may do. The code behind it is
// right.
#define BOOST_DISABLE_ASSERTS
#include <boost/assert.hpp>  // has no include guard: from here on the definition holds

#include <boost/beast/src.hpp>
