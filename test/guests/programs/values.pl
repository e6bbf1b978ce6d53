# Texts, hashes, sorting, regular expressions and numbers, as one line.
use strict; use warnings;
my ($x, %count, @words) = (1);
for my $i (1 .. 30000) { $x = ($x * 1103515245 + 12345) % 2147483648; $count{$x % 101}++; push @words, substr("abcdefghij", $x % 10, 3) if $i % 10 == 0 }
my $text = join ' ', @words;
my $vowels = () = $text =~ /[aei]\w/g;
(my $turned = $text) =~ s/(\w)(\w*)/$2$1/g;
my $sum = 0; $sum += ord for split //, $turned;
my @order = sort { $count{$b} <=> $count{$a} || $a <=> $b } keys %count;
my $root = 0; $root += sqrt($_) / 3 for 1 .. 10000;
printf "%d %d %d %s %.10f %s\n", $x, $vowels, $sum, join(',', @order[0 .. 5]), $root, unpack('%32C*', pack('w*', 1 .. 3000));
