;; 80000010:	02a5f5d3        	fadd.d	fa1,fa1,fa0
;; 80000014:	12a5f653        	fmul.d	fa2,fa1,fa0
;; 80000018:	fff40413        	addi	s0,s0,-1
;; 8000001c:	fe041ae3        	bnez	s0,0x80000010
(func $f8 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 f64) (local $l23 f64) (local $l24 f64) (local $l25 f64) (local $l26 f32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 20))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 16))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (local.set $l21
    (i64.load offset=664 align=1
      (local.get $p0)))
  (local.set $l22
    (f64.load offset=944 align=1
      (local.get $p0)))
  (local.set $l23
    (f64.load offset=952 align=1
      (local.get $p0)))
  (local.set $l24
    (f64.load offset=960 align=1
      (local.get $p0)))
  (loop $L1
    (block $B2
      (block $B3
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 4)))
        (if $I4
          (i64.ne
            (i64.and
              (i64.load offset=240 align=1
                (local.get $p0))
              (i64.const 24576))
            (i64.const 24576))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (f64.store offset=952 align=1
              (local.get $p0)
              (local.get $l23))
            (f64.store offset=960 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 4))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l8
          (i32.mul
            (i32.and
              (i32.and
                (i32.load offset=168 align=1
                  (local.get $p0))
                (i32.const 1))
              (i32.eqz
                (i32.load offset=164 align=1
                  (local.get $p0))))
            (i32.const -4194307)))
        (local.set $l25
          (f64.add
            (local.get $l23)
            (local.get $l22)))
        (if $I5
          (i32.ge_u
            (i32.shl
              (i32.wrap_i64
                (i64.shr_u
                  (i64.reinterpret_f64
                    (local.get $l25))
                  (i64.const 32)))
              (i32.const 1))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 22)))
            (if $I6
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 4))
                  (i64.add
                    (local.get $p3)
                    (i64.const 16))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l23
          (local.get $l25))
        (local.set $l25
          (f64.mul
            (local.get $l23)
            (local.get $l22)))
        (if $I7
          (i32.ge_u
            (i32.sub
              (i32.shl
                (i32.wrap_i64
                  (i64.shr_u
                    (i64.reinterpret_f64
                      (local.get $l25))
                    (i64.const 32)))
                (i32.const 1))
              (i32.const 2097154))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 24)))
            (if $I8
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 3))
                  (i64.add
                    (local.get $p3)
                    (i64.const 20))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l24
          (local.get $l25))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I9
          (i64.ne
            (local.get $l21)
            (i64.const 0))
          (then
            (block $B10
              (br $B3))
            (br $B2)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (f64.store offset=952 align=1
          (local.get $p0)
          (local.get $l23))
        (f64.store offset=960 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 32))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
      (loop $L11
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 16)))
        (if $I12
          (i64.ne
            (i64.and
              (i64.load offset=240 align=1
                (local.get $p0))
              (i64.const 24576))
            (i64.const 24576))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (f64.store offset=952 align=1
              (local.get $p0)
              (local.get $l23))
            (f64.store offset=960 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 16))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l8
          (i32.mul
            (i32.and
              (i32.and
                (i32.load offset=168 align=1
                  (local.get $p0))
                (i32.const 1))
              (i32.eqz
                (i32.load offset=164 align=1
                  (local.get $p0))))
            (i32.const -4194307)))
        (local.set $l25
          (f64.add
            (local.get $l23)
            (local.get $l22)))
        (if $I13
          (i32.ge_u
            (i32.shl
              (i32.wrap_i64
                (i64.shr_u
                  (i64.reinterpret_f64
                    (local.get $l25))
                  (i64.const 32)))
              (i32.const 1))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 22)))
            (if $I14
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 16))
                  (i64.add
                    (local.get $p3)
                    (i64.const 16))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l23
          (local.get $l25))
        (local.set $l25
          (f64.mul
            (local.get $l23)
            (local.get $l22)))
        (if $I15
          (i32.ge_u
            (i32.sub
              (i32.shl
                (i32.wrap_i64
                  (i64.shr_u
                    (i64.reinterpret_f64
                      (local.get $l25))
                    (i64.const 32)))
                (i32.const 1))
              (i32.const 2097154))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 24)))
            (if $I16
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 15))
                  (i64.add
                    (local.get $p3)
                    (i64.const 20))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l24
          (local.get $l25))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I17
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 12)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (f64.store offset=952 align=1
              (local.get $p0)
              (local.get $l23))
            (f64.store offset=960 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 32))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l25
          (f64.add
            (local.get $l23)
            (local.get $l22)))
        (if $I18
          (i32.ge_u
            (i32.shl
              (i32.wrap_i64
                (i64.shr_u
                  (i64.reinterpret_f64
                    (local.get $l25))
                  (i64.const 32)))
              (i32.const 1))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 22)))
            (if $I19
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 12))
                  (i64.add
                    (local.get $p3)
                    (i64.const 16))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l23
          (local.get $l25))
        (local.set $l25
          (f64.mul
            (local.get $l23)
            (local.get $l22)))
        (if $I20
          (i32.ge_u
            (i32.sub
              (i32.shl
                (i32.wrap_i64
                  (i64.shr_u
                    (i64.reinterpret_f64
                      (local.get $l25))
                    (i64.const 32)))
                (i32.const 1))
              (i32.const 2097154))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 24)))
            (if $I21
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 11))
                  (i64.add
                    (local.get $p3)
                    (i64.const 20))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l24
          (local.get $l25))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I22
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 8)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (f64.store offset=952 align=1
              (local.get $p0)
              (local.get $l23))
            (f64.store offset=960 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 32))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l25
          (f64.add
            (local.get $l23)
            (local.get $l22)))
        (if $I23
          (i32.ge_u
            (i32.shl
              (i32.wrap_i64
                (i64.shr_u
                  (i64.reinterpret_f64
                    (local.get $l25))
                  (i64.const 32)))
              (i32.const 1))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 22)))
            (if $I24
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 8))
                  (i64.add
                    (local.get $p3)
                    (i64.const 16))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l23
          (local.get $l25))
        (local.set $l25
          (f64.mul
            (local.get $l23)
            (local.get $l22)))
        (if $I25
          (i32.ge_u
            (i32.sub
              (i32.shl
                (i32.wrap_i64
                  (i64.shr_u
                    (i64.reinterpret_f64
                      (local.get $l25))
                    (i64.const 32)))
                (i32.const 1))
              (i32.const 2097154))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 24)))
            (if $I26
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 7))
                  (i64.add
                    (local.get $p3)
                    (i64.const 20))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l24
          (local.get $l25))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I27
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 4)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (f64.store offset=952 align=1
              (local.get $p0)
              (local.get $l23))
            (f64.store offset=960 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 32))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l25
          (f64.add
            (local.get $l23)
            (local.get $l22)))
        (if $I28
          (i32.ge_u
            (i32.shl
              (i32.wrap_i64
                (i64.shr_u
                  (i64.reinterpret_f64
                    (local.get $l25))
                  (i64.const 32)))
              (i32.const 1))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 22)))
            (if $I29
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 4))
                  (i64.add
                    (local.get $p3)
                    (i64.const 16))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l23
          (local.get $l25))
        (local.set $l25
          (f64.mul
            (local.get $l23)
            (local.get $l22)))
        (if $I30
          (i32.ge_u
            (i32.sub
              (i32.shl
                (i32.wrap_i64
                  (i64.shr_u
                    (i64.reinterpret_f64
                      (local.get $l25))
                    (i64.const 32)))
                (i32.const 1))
              (i32.const 2097154))
            (local.get $l8))
          (then
            (local.set $l13
              (call_indirect $core.table (type $t13)
                (local.get $p0)
                (i64.reinterpret_f64
                  (local.get $l23))
                (i64.reinterpret_f64
                  (local.get $l22))
                (i32.const 7)
                (i32.const 24)))
            (if $I31
              (i32.load offset=60 align=1
                (local.get $p0))
              (then
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l21))
                (f64.store offset=952 align=1
                  (local.get $p0)
                  (local.get $l23))
                (f64.store offset=960 align=1
                  (local.get $p0)
                  (local.get $l24))
                (return_call $links.leave
                  (local.get $p0)
                  (i32.add
                    (local.get $p1)
                    (i32.const 3))
                  (i64.add
                    (local.get $p3)
                    (i64.const 20))
                  (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
            (local.set $l25
              (f64.reinterpret_i64
                (local.get $l13)))))
        (local.set $l24
          (local.get $l25))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I32
          (i64.ne
            (local.get $l21)
            (i64.const 0))
          (then
            (block $B33
              (br_if $B33
                (i32.lt_s
                  (local.get $p1)
                  (i32.const 20)))
              (br $L11))
            (br $B2)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (f64.store offset=952 align=1
          (local.get $p0)
          (local.get $l23))
        (f64.store offset=960 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 32))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (if $I34
      (i32.lt_s
        (local.get $p1)
        (i32.const 20))
      (then
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (f64.store offset=952 align=1
          (local.get $p0)
          (local.get $l23))
        (f64.store offset=960 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.leave
          (local.get $p0)
          (local.get $p1)
          (i64.add
            (local.get $p3)
            (i64.const 16))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (br $L1))
  (unreachable))
