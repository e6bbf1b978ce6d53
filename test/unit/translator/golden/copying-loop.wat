;; 8000000c:	0004b283        	ld	t0,0(s1)
;; 80000010:	00128293        	addi	t0,t0,1
;; 80000014:	0054b423        	sd	t0,8(s1)
;; 80000018:	0034c303        	lbu	t1,3(s1)
;; 8000001c:	fff40413        	addi	s0,s0,-1
;; 80000020:	fe0416e3        	bnez	s0,0x8000000c
(func $f4 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i64) (local $l10 i64) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 f64) (local $l19 f32)
  (block $B0
    (block $B1
      (if $I2
        (i32.lt_s
          (local.get $p1)
          (i32.const 6))
        (then
          (local.set $l14
            (i64.load offset=592 align=1
              (local.get $p0)))
          (local.set $l15
            (i64.load offset=600 align=1
              (local.get $p0)))
          (local.set $l16
            (i64.load offset=616 align=1
              (local.get $p0)))
          (local.set $l13
            (i64.add
              (local.get $p3)
              (i64.const 12)))
          (br $B1)))
      (local.set $l14
        (i64.load offset=592 align=1
          (local.get $p0)))
      (local.set $l15
        (i64.load offset=600 align=1
          (local.get $p0)))
      (local.set $l16
        (i64.load offset=616 align=1
          (local.get $p0)))
      (local.set $l17
        (i64.load offset=624 align=1
          (local.get $p0)))
      (local.set $l6
        (i32.load offset=44 align=1
          (local.get $p0)))
      (local.set $l7
        (i32.load offset=48 align=1
          (local.get $p0)))
      (loop $L3
        (if $I4
          (i32.lt_s
            (local.get $p1)
            (i32.const 6))
          (then
            (local.set $l13
              (i64.add
                (local.get $p3)
                (i64.const 12)))
            (br $B1)))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 6)))
        (local.set $l14
          (if $I5 (result i64)
            (i64.ne
              (i64.and
                (local.tee $l9
                  (local.get $l17))
                (i64.const -4089))
              (i64.load offset=36960 align=1
                (local.get $l6)))
            (then
              (call $core.load
                (local.get $p0)
                (local.get $l9)
                (i32.const 458776)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134610950))
              (br_if $B0
                (i32.load offset=60 align=1
                  (local.get $p0))))
            (else
              (i64.load align=1
                (i32.add
                  (i32.wrap_i64
                    (local.get $l9))
                  (i32.load offset=36968 align=1
                    (local.get $l6)))))))
        (local.set $l14
          (i64.add
            (local.get $l14)
            (i64.const 1)))
        (if $I6
          (i64.ne
            (i64.and
              (local.tee $l9
                (i64.add
                  (local.get $l17)
                  (i64.const 8)))
              (i64.const -4089))
            (i64.load offset=36976 align=1
              (local.get $l6)))
          (then
            (br_if $B0
              (call $core.store
                (local.get $p0)
                (local.get $l9)
                (local.get $l14)
                (i32.const 525320)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134873092))))
          (else
            (i64.store align=1
              (i32.add
                (i32.wrap_i64
                  (local.get $l9))
                (i32.load offset=36984 align=1
                  (local.get $l6)))
              (local.get $l14))))
        (local.set $l15
          (if $I7 (result i64)
            (i64.ne
              (i64.and
                (local.tee $l9
                  (i64.add
                    (local.get $l17)
                    (i64.const 3)))
                (i64.const -4096))
              (i64.load offset=36960 align=1
                (local.get $l6)))
            (then
              (call $core.load
                (local.get $p0)
                (local.get $l9)
                (i32.const 458753)
                (local.get $p3)
                (local.get $p1)
                (i32.const 135004163))
              (br_if $B0
                (i32.load offset=60 align=1
                  (local.get $p0))))
            (else
              (i64.load8_u
                (i32.add
                  (i32.wrap_i64
                    (local.get $l9))
                  (i32.load offset=36968 align=1
                    (local.get $l6)))))))
        (local.set $l16
          (i64.add
            (local.get $l16)
            (i64.const -1)))
        (br_if $L3
          (i64.ne
            (local.get $l16)
            (i64.const 0)))
        (i64.store offset=592 align=1
          (local.get $p0)
          (local.get $l14))
        (i64.store offset=600 align=1
          (local.get $p0)
          (local.get $l15))
        (i64.store offset=616 align=1
          (local.get $p0)
          (local.get $l16))
        (return_call $f3
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 36))))
      (unreachable))
    (i64.store offset=16 align=1
      (local.get $p0)
      (local.get $l13))
    (i64.store align=1
      (local.get $p0)
      (i64.sub
        (i64.load offset=512 align=1
          (local.get $p0))
        (i64.extend_i32_u
          (local.get $p1)))))
  (i64.store offset=592 align=1
    (local.get $p0)
    (local.get $l14))
  (i64.store offset=600 align=1
    (local.get $p0)
    (local.get $l15))
  (i64.store offset=616 align=1
    (local.get $p0)
    (local.get $l16))
  (i32.const -1))
