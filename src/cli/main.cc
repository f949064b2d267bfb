#include "cli/app.h"

int main(int argc, char** argv) { return entente::cli::Main(argc, argv); }
